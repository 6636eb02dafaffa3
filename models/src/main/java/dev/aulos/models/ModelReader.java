package dev.aulos.models;

import com.google.gson.JsonElement;
import dev.aulos.models.ModelConfig.Codec;
import dev.aulos.models.ModelConfig.Length;
import dev.aulos.models.ModelConfig.Line;
import dev.aulos.models.ModelConfig.Sampling;
import dev.aulos.models.ModelConfig.TextToAudio;
import dev.aulos.models.conditioner.BeatPhases;
import dev.aulos.models.config.Section;
import dev.aulos.models.dit.DitConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads a [ModelConfig], and refuses what cannot be run.
final class ModelReader {
  private static final List<String> INPAINTING = List.of("inpaint_mask", "inpaint_masked_input");
  private static final List<String> WITH_BEATS =
      List.of("inpaint_mask", "inpaint_masked_input", TextToAudio.BEATS);

  private ModelReader() {}

  static ModelConfig read(JsonElement json) {
    var top = Section.of("config", json);
    var type = top.text("model_type");
    int size = top.integer("sample_size", 1, Integer.MAX_VALUE);
    int rate = top.integer("sample_rate", 1000, 1_000_000);
    int channels = top.integer("audio_channels", 1, 64, 2);
    top.ignore("training", "version", "name", "description", "svd_bases_path");
    Optional<Sampling> sampling =
        top.has("sampling") ? Optional.of(sampling(top.section("sampling"))) : Optional.empty();
    var model = top.section("model");
    boolean alone = type.equals("autoencoder");
    boolean inpainting = type.equals("diffusion_cond_inpaint");
    top.only(
        "model_type",
        alone || inpainting || type.equals("diffusion_cond"),
        "supported: autoencoder, diffusion_cond, diffusion_cond_inpaint");
    top.close();
    if (alone) {
      return new Codec(size, rate, channels, Autoencoder.alone(model));
    }
    var line = inpainting ? Line.THREE : Line.OPEN;
    return textToAudio(model, line, size, rate, channels, sampling);
  }

  private static Sampling sampling(Section section) {
    var sampling =
        new Sampling(
            section.text("sampler"),
            section.integer("steps", 1, 1000),
            section.number("guidance_scale"),
            seconds(section));
    section.close();
    return sampling;
  }

  private static OptionalDouble seconds(Section sampling) {
    if (!sampling.has("seconds")) {
      return OptionalDouble.empty();
    }
    double seconds = sampling.number("seconds");
    sampling.only("seconds", seconds > 0, "expected more than 0");
    return OptionalDouble.of(seconds);
  }

  private static ModelConfig textToAudio(
      Section model, Line line, int size, int rate, int channels, Optional<Sampling> sampling) {
    Optional<Autoencoder> autoencoder =
        model.has("pretransform")
            ? Optional.of(Autoencoder.pretransform(model.section("pretransform")))
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
            autoencoder,
            conditioners,
            width,
            diffusion.texts("cross_attention_cond_ids"),
            diffusion.texts("global_cond_ids"),
            diffusion.textsOrNone("local_add_cond_ids"),
            line,
            length(diffusion, line),
            Objective.of(diffusion),
            DitConfig.of(diffusion.section("config")),
            sampling);
    refuseOtherInputs(diffusion);
    checkLocal(diffusion, config);
    diffusion.close();
    check(model, diffusion, config);
    return config;
  }

  private static Length length(Section diffusion, Line line) {
    boolean effective = diffusion.flag("use_effective_length_for_schedule", false);
    boolean mask = diffusion.flag("mask_padding_attention", false);
    double headroom = diffusion.number("headroom_seconds", Length.USUAL_HEADROOM);
    diffusion.only("headroom_seconds", headroom >= 0 && headroom <= 60, "expected 0 to 60");
    if (line == Line.THREE) {
      diffusion.ignore("distribution_shift_options"); // of training; sampling has a key of its own
    } else {
      diffusion.only(
          "use_effective_length_for_schedule", !effective, "supported: false in diffusion_cond");
      diffusion.only("mask_padding_attention", !mask, "supported: false in diffusion_cond");
      refuse(diffusion, "distribution_shift_options");
    }
    refuse(diffusion, "sampling_distribution_shift_options");
    return new Length(mask, effective, headroom);
  }

  private static void refuse(Section diffusion, String key) {
    diffusion.only(key, !diffusion.has(key), "supported: absent");
  }

  private static void refuseOtherInputs(Section diffusion) {
    for (var key : List.of("prepend_cond_ids", "input_concat_ids")) {
      diffusion.only(key, diffusion.textsOrNone(key).isEmpty(), "supported: none");
    }
    var modular = "modular_local_cond_configs";
    diffusion.only(
        modular,
        !diffusion.has(modular) || diffusion.sections(modular).isEmpty(),
        "supported: none");
  }

  /// The condition of each frame is the mask and the latent it leaves, in models that are told, and
  /// where it is in the bar.
  private static void checkLocal(Section diffusion, TextToAudio config) {
    var ids = config.localIds();
    boolean inpainting = config.line() == Line.THREE;
    if (ids.isEmpty() && inpainting) {
      diffusion.only("type", false, "a diffusion_cond_inpaint model needs local_add_cond_ids");
    }
    diffusion.only(
        "local_add_cond_ids",
        ids.isEmpty() || (inpainting && (ids.equals(INPAINTING) || ids.equals(WITH_BEATS))),
        "supported: "
            + (inpainting ? String.join(", ", INPAINTING) + ", or these and beats" : "none"));
    int kept = inpainting ? 1 + config.dit().channels() : 0;
    int expected = kept + (config.hasBeats() ? BeatPhases.CHANNELS : 0);
    diffusion.only(
        "config",
        config.dit().localWidth() == expected,
        "local_add_cond_dim must be " + expected + ", it is " + config.dit().localWidth());
  }

  private static void check(Section model, Section diffusion, TextToAudio config) {
    model.only(
        "io_channels",
        model.integer("io_channels", 1, 65_536) == config.dit().channels(),
        "diffusion.config.io_channels is " + config.dit().channels());
    model.close();
    config.crossIds().forEach(config::conditioner);
    config.globalIds().forEach(id -> requireNumber(diffusion, config.conditioner(id)));
    config
        .autoencoder()
        .ifPresent(a ->
            model.only(
                "io_channels",
                a.latentChannels() == config.dit().channels(),
                "pretransform.config.latent_dim is " + a.latentChannels()));
    diffusion.only(
        "global_cond_ids",
        config.dit().globalWidth() == config.globalIds().size() * config.conditionWidth(),
        "together they are not as wide as config.global_cond_dim " + config.dit().globalWidth());
    diffusion.only(
        "config",
        config.dit().condTokenWidth() == config.conditionWidth(),
        "cond_token_dim must equal model.conditioning.cond_dim");
  }

  private static void requireNumber(Section diffusion, Conditioner conditioner) {
    diffusion.only(
        "global_cond_ids",
        conditioner instanceof Conditioner.Quantity,
        "'" + conditioner.id() + "' is a text");
  }
}
