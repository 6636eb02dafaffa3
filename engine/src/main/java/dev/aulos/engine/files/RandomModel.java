package dev.aulos.engine.files;

import com.google.gson.JsonParser;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.models.Conditioner.Text;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5.T5Config;
import dev.aulos.models.t5.T5Encoder;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// A model with the names and sizes of a published one and random weights: what there is to measure
/// speed and memory with, for those are the same.
public final class RandomModel {
  private static final String CODEC = "pretransform.model.";

  private final Path folder;
  private final long seed;

  private RandomModel(Path folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  /// Writes a model into `folder`, unless a complete one is there already. Weights have the
  /// variance that keeps signals at their level, norms start neutral, rotary frequencies are what
  /// they always are; the codec's weights are stored as magnitude and direction, as published files
  /// do. Of T5Gemma there is the encoder half, in BF16, and a tokenizer of bytes and letters.
  ///
  /// @param config a `model_config.json`
  /// @param textConfig the `config.json` of the text encoder it names
  public static void write(Path folder, String config, String textConfig, long seed)
      throws IOException {
    new RandomModel(folder, seed).write(config, textConfig);
  }

  private void write(String config, String textConfig) throws IOException {
    var model = (ModelConfig.TextToAudio) ModelConfig.of(JsonParser.parseString(config));
    var text = folder.resolve(model.text().encoder());
    Files.createDirectories(text);
    writeEncoder(text, model.text().family(), textConfig);
    text(text.resolve("config.json"), textConfig);
    weights(folder.resolve("model.safetensors"), DType.F32, Inventory.of(model));
    text(folder.resolve("model_config.json"), config);
  }

  private void writeEncoder(Path text, Text.Family family, String described) throws IOException {
    var json = JsonParser.parseString(described);
    var file = text.resolve("model.safetensors");
    switch (family) {
      case T5 -> {
        var graph = T5Encoder.of(Scope.root(), T5Config.of(json)).graph(Probe.NONE);
        var shapes = new LinkedHashMap<String, long[]>();
        graph.parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
        weights(file, DType.F32, shapes);
      }
      case T5_GEMMA -> {
        var place = Scope.root().at("model", "encoder");
        var shapes = T5GemmaEncoder.of(place, T5GemmaConfig.of(json)).shapes();
        weights(file, DType.BF16, shapes);
        text(text.resolve("tokenizer.json"), LetterTokenizer.json());
      }
    }
  }

  private static void text(Path file, String content) throws IOException {
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private void weights(Path file, DType type, Map<String, long[]> shapes) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    var writer = new SafetensorsWriter();
    shapes.forEach((path, shape) -> {
      if (path.startsWith(CODEC) && path.endsWith(".weight") && shape.length == 3) {
        var stem = path.substring(0, path.length() - ".weight".length());
        long[] magnitude = {shape[0], 1, 1};
        writer.add(stem + ".weight_g", type, magnitude, () -> filled(type, magnitude, 1));
        writer.add(stem + ".weight_v", type, shape, () -> values(path, type, shape));
      } else {
        writer.add(path, type, shape, () -> values(path, type, shape));
      }
    });
    writer.write(file);
  }

  private NdArray values(String path, DType type, long[] shape) {
    if (isFactor(path)) {
      return filled(type, shape, type == DType.BF16 ? 0 : 1); // T5Gemma's are offsets from 1
    }
    if (path.endsWith("inv_freq")) {
      return PreparedWeights.frequencies((int) shape[0]);
    }
    if (shape.length < 2 && !path.endsWith("weights")) {
      return NdArray.zeros(type, shape); // biases, and the activations' parameters on a log scale
    }
    long inputs = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      inputs *= shape[axis];
    }
    return random(path, type, shape, (float) Math.sqrt(3.0 / inputs));
  }

  /// Whether a parameter multiplies or divides a signal.
  private static boolean isFactor(String path) {
    return path.endsWith("gamma")
        || path.endsWith("norm.weight")
        || path.endsWith("norm.alpha")
        || path.endsWith("bottleneck.scaling_factor")
        || path.endsWith("bottleneck.running_std");
  }

  private NdArray random(String path, DType type, long[] shape, float scale) {
    var array = NdArray.zeros(type, shape);
    var random = new SplittableRandom(seed ^ path.hashCode());
    var out = array.bytes();
    for (int i = 0; i < array.size(); i++) {
      int bits = Float.floatToRawIntBits(scale * (2 * (random.nextInt() >>> 8) * 0x1p-24f - 1));
      if (type == DType.BF16) {
        out.putShort(2 * i, (short) (bits >>> 16));
      } else {
        out.putInt(4 * i, bits);
      }
    }
    return array;
  }

  private static NdArray filled(DType type, long[] shape, float value) {
    var array = NdArray.zeros(type, shape);
    if (value != 0) {
      var out = array.floats();
      for (int i = 0; i < array.size(); i++) {
        out.put(i, value);
      }
    }
    return array;
  }
}
