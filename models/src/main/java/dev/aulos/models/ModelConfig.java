package dev.aulos.models;

import com.google.gson.JsonElement;
import dev.aulos.models.config.Section;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.dit.DitConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a `model_config.json` describes.
public sealed interface ModelConfig {
  /// The length of the canvas the model was made for, in samples per channel.
  int sampleSize();

  /// Samples per second.
  int sampleRate();

  /// Channels of the sound.
  int audioChannels();

  /// An autoencoder alone.
  record Codec(int sampleSize, int sampleRate, int audioChannels, CodecConfig codec)
      implements ModelConfig {}

  /// A diffusion model that turns text and timing into sound.
  ///
  /// @param codec absent in files that hold the transformer alone
  /// @param conditioners in the order of the file
  /// @param conditionWidth width of one conditioning token
  /// @param crossIds conditioners whose tokens cross-attention sees, in order
  /// @param globalIds conditioners whose vectors form the global one, in order
  record TextToAudio(
      int sampleSize,
      int sampleRate,
      int audioChannels,
      Optional<CodecConfig> codec,
      List<Conditioner> conditioners,
      int conditionWidth,
      List<String> crossIds,
      List<String> globalIds,
      Objective objective,
      DitConfig dit)
      implements ModelConfig {
    /// Copies the lists.
    public TextToAudio {
      conditioners = List.copyOf(conditioners);
      crossIds = List.copyOf(crossIds);
      globalIds = List.copyOf(globalIds);
    }

    /// The conditioner called `id`.
    ///
    /// @throws UnsupportedModelException if there is none
    public Conditioner conditioner(String id) {
      for (var conditioner : conditioners) {
        if (conditioner.id().equals(id)) {
          return conditioner;
        }
      }
      throw new UnsupportedModelException("model.conditioning: no conditioner '" + id + "'");
    }

    /// The text conditioner.
    public Conditioner.Text text() {
      for (var conditioner : conditioners) {
        if (conditioner instanceof Conditioner.Text text) {
          return text;
        }
      }
      throw new UnsupportedModelException("model.conditioning: no text conditioner");
    }
  }

  /// Reads a whole `model_config.json`.
  ///
  /// @throws UnsupportedModelException naming the place that cannot be run
  static ModelConfig of(JsonElement json) {
    var top = Section.of("config", json);
    var type = top.text("model_type");
    int size = top.integer("sample_size", 1, Integer.MAX_VALUE);
    int rate = top.integer("sample_rate", 1000, 1_000_000);
    int channels = top.integer("audio_channels", 1, 64, 2);
    top.ignore("training", "version", "name", "description");
    var model = top.section("model");
    top.only(
        "model_type",
        type.equals("autoencoder") || type.equals("diffusion_cond"),
        "supported: autoencoder, diffusion_cond");
    top.close();
    if (type.equals("autoencoder")) {
      return new Codec(size, rate, channels, CodecConfig.of(model, 1, false));
    }
    return textToAudio(model, size, rate, channels);
  }

  private static ModelConfig textToAudio(Section model, int size, int rate, int channels) {
    Optional<CodecConfig> codec =
        model.has("pretransform")
            ? Optional.of(CodecConfig.pretransform(model.section("pretransform")))
            : Optional.empty();
    var conditioners = new ArrayList<Conditioner>();
    var conditioning = model.section("conditioning");
    for (var item : conditioning.sections("configs")) {
      conditioners.add(Conditioner.of(item));
    }
    int width = conditioning.integer("cond_dim", 1, 65_536);
    conditioning.ignore("default_keys", "pre_encoded_keys");
    conditioning.close();
    var diffusion = model.section("diffusion");
    diffusion.only("type", diffusion.text("type").equals("dit"), "supported: dit");
    var config =
        new TextToAudio(
            size,
            rate,
            channels,
            codec,
            conditioners,
            width,
            diffusion.texts("cross_attention_cond_ids"),
            diffusion.texts("global_cond_ids"),
            Objective.of(diffusion),
            DitConfig.of(diffusion.section("config")));
    for (var key : new String[] {"prepend_cond_ids", "input_concat_ids"}) {
      diffusion.only(key, diffusion.textsOrNone(key).isEmpty(), "supported: none");
    }
    diffusion.only(
        "distribution_shift_options",
        !diffusion.has("distribution_shift_options"),
        "supported: absent");
    diffusion.close();
    check(model, diffusion, config);
    return config;
  }

  private static void check(Section model, Section diffusion, TextToAudio config) {
    model.only(
        "io_channels",
        model.integer("io_channels", 1, 65_536) == config.dit.channels(),
        "diffusion.config.io_channels is " + config.dit.channels());
    model.close();
    config.crossIds.forEach(config::conditioner);
    config.globalIds.forEach(id -> requireNumber(diffusion, config.conditioner(id)));
    if (config.codec.isPresent() && config.codec.get().latentChannels() != config.dit.channels()) {
      model.only(
          "io_channels",
          false,
          "pretransform.config.latent_dim is " + config.codec.get().latentChannels());
    }
    if (config.dit.globalWidth() != config.globalIds.size() * config.conditionWidth) {
      diffusion.only(
          "global_cond_ids",
          false,
          "together they are not as wide as config.global_cond_dim " + config.dit.globalWidth());
    }
    if (config.dit.condTokenWidth() != config.conditionWidth) {
      diffusion.only("config", false, "cond_token_dim must equal model.conditioning.cond_dim");
    }
  }

  private static void requireNumber(Section diffusion, Conditioner conditioner) {
    if (conditioner instanceof Conditioner.Text) {
      diffusion.only("global_cond_ids", false, "'" + conditioner.id() + "' is a text");
    }
  }
}
