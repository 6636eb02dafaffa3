package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.RandomModel;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model laid out as the diffusers library lays out Stable Audio Open 1.0, against the same model
/// in the original layout. What is called what, and what is split, is the published mapping.
class DiffusersModelTest {
  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

  @TempDir private static Path folder;
  private static Path original;
  private static Path diffusers;

  @BeforeAll
  static void write() throws IOException {
    original = folder.resolve("original");
    diffusers = folder.resolve("diffusers");
    var t5 = TinyModel.resource("tiny-t5.json").replace("\"d_model\": 16", "\"d_model\": 32");
    RandomModel.write(original, TinyModel.resource("tiny-v.json"), t5, 8);
    var transformer = new SafetensorsWriter();
    var vae = new SafetensorsWriter();
    var projection = new SafetensorsWriter();
    var stored = Safetensors.open(original.resolve("model.safetensors"));
    for (var path : stored.paths()) {
      var value = stored.get(path);
      if (path.startsWith("model.model.")) {
        addOfTransformer(transformer, path.substring("model.model.".length()), value);
      } else if (path.startsWith("pretransform.model.")) {
        addOfVae(vae, path.substring("pretransform.model.".length()), value);
      } else {
        projection.add(nameInProjection(path), value);
      }
    }
    write(transformer, "transformer", WEIGHTS, TRANSFORMER);
    write(vae, "vae", WEIGHTS, VAE);
    write(projection, "projection_model", WEIGHTS, PROJECTION);
    var text = Files.createDirectories(diffusers.resolve("text_encoder"));
    for (var name : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(original.resolve("t5-base").resolve(name), text.resolve(name));
    }
  }

  private static void write(SafetensorsWriter weights, String part, String name, String config)
      throws IOException {
    var place = Files.createDirectories(diffusers.resolve(part));
    weights.write(place.resolve(name));
    Files.writeString(place.resolve("config.json"), config);
  }

  private static void addOfTransformer(SafetensorsWriter out, String path, NdArray value) {
    if (path.endsWith("inv_freq")) {
      return; // computed anew
    }
    if (path.equals("timestep_features.weight")) {
      out.add("time_proj.weight", value.reshape(value.size()));
      return;
    }
    String name =
        path.replaceFirst("^transformer\\.", "")
            .replace("layers.", "transformer_blocks.")
            .replace("self_attn", "attn1")
            .replace("cross_attn", "attn2")
            .replace("cross_attend_norm", "norm2")
            .replace("pre_norm", "norm1")
            .replace("ff_norm", "norm3")
            .replace(".gamma", ".weight")
            .replace(".beta", ".bias")
            .replace("to_out", "to_out.0")
            .replace("ff.ff", "ff.net")
            .replace("project_", "proj_")
            .replace("to_timestep_embed", "timestep_proj")
            .replace("to_global_embed", "global_proj")
            .replace("to_cond_embed", "cross_attention_proj");
    if (name.contains("to_qkv")) {
      addSplit(out, name, value, "to_qkv", "to_q", "to_k", "to_v");
    } else if (name.contains("to_kv")) {
      addSplit(out, name, value, "to_kv", "to_k", "to_v");
    } else {
      out.add(name, value);
    }
  }

  private static void addSplit(
      SafetensorsWriter out, String name, NdArray value, String joined, String... parts) {
    var all = value.toFloats();
    int each = all.length / parts.length;
    for (int i = 0; i < parts.length; i++) {
      var part = Arrays.copyOfRange(all, i * each, (i + 1) * each);
      out.add(
          name.replace(joined, parts[i]),
          NdArray.of(part, value.dim(0) / parts.length, value.dim(1)));
    }
  }

  /// Of an Oobleck of three blocks.
  private static void addOfVae(SafetensorsWriter out, String path, NdArray value) {
    var parts = path.split("\\.", -1); // encoder.layers.1.layers.0.layers.2.weight_v
    int block = Integer.parseInt(parts[2]);
    String name = parts[0] + ".";
    int at = 3;
    if (block == 0) {
      name += "conv1";
    } else if (block > 3) {
      name += block == 4 ? "snake1" : "conv2";
    } else {
      int layer = Integer.parseInt(parts[4]);
      at = 5;
      name += "block." + (block - 1) + ".";
      int unit = parts[0].equals("encoder") ? layer + 1 : layer - 1;
      if (unit >= 1 && unit <= 3) {
        at = 7;
        name += "res_unit" + unit + ".";
        name += new String[] {"snake1", "conv1", "snake2", "conv2"}[Integer.parseInt(parts[6])];
      } else {
        boolean isSnake = parts[0].equals("encoder") ? layer == 3 : layer == 0;
        name += isSnake ? "snake1" : parts[0].equals("encoder") ? "conv1" : "conv_t1";
      }
    }
    boolean isSnake = parts[at].equals("alpha") || parts[at].equals("beta");
    out.add(name + "." + parts[at], isSnake ? value.reshape(1, value.size(), 1) : value);
  }

  private static String nameInProjection(String path) {
    return path.replace(
            "conditioner.conditioners.seconds_start.embedder.embedding.",
            "start_number_conditioner.time_positional_embedding.")
        .replace(
            "conditioner.conditioners.seconds_total.embedder.embedding.",
            "end_number_conditioner.time_positional_embedding.");
  }

  private static float[] sound(Path model) throws IOException {
    try (var opened = Aulos.open(model)) {
      var request =
          GenerateRequest.of("rain on a tin roof")
              .withDuration(Duration.ofMillis(300))
              .withSteps(3)
              .withSeed(4);
      return opened.generate(request).sound().planar();
    }
  }

  @Test
  void makesTheSameSound() throws IOException {
    var expected = sound(original);
    var found = sound(diffusers);
    assertThat(found).hasSameSizeAs(expected);
    double loudest = 0;
    for (int i = 0; i < expected.length; i++) {
      loudest = Math.max(loudest, Math.abs(expected[i]));
      assertThat(found[i]).as("sample %d", i).isCloseTo(expected[i], within(1e-5f));
    }
    assertThat(loudest).isGreaterThan(0.01);
  }

  @Test
  void saysWhichPartIsMissing() throws IOException {
    var broken = folder.resolve("broken");
    for (var part : new String[] {"transformer", "vae"}) {
      Files.createDirectories(broken.resolve(part));
      for (var name : new String[] {"config.json", WEIGHTS}) {
        Files.copy(diffusers.resolve(part).resolve(name), broken.resolve(part).resolve(name));
      }
    }
    assertThatThrownBy(() -> Aulos.open(broken))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no projection_model/config.json");
  }

  private static final String TRANSFORMER =
      """
      {"_class_name": "StableAudioDiTModel", "sample_size": 128, "in_channels": 8,
       "num_layers": 2, "attention_head_dim": 32, "num_attention_heads": 2,
       "num_key_value_attention_heads": 1, "out_channels": 8, "cross_attention_dim": 32,
       "time_proj_dim": 256, "global_states_input_dim": 64, "cross_attention_input_dim": 32}
      """;
  private static final String VAE =
      """
      {"_class_name": "AutoencoderOobleck", "encoder_hidden_size": 4,
       "downsampling_ratios": [4, 8, 8], "channel_multiples": [1, 2, 4], "decoder_channels": 4,
       "decoder_input_channels": 8, "audio_channels": 2, "sampling_rate": 44100}
      """;
  private static final String PROJECTION =
      """
      {"_class_name": "StableAudioProjectionModel", "text_encoder_dim": 32,
       "conditioning_dim": 32, "min_value": 0, "max_value": 512}
      """;
}
