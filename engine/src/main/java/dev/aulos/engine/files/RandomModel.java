package dev.aulos.engine.files;

import com.google.gson.JsonParser;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5.T5Config;
import dev.aulos.models.t5.T5Encoder;
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
  /// variance that keeps signals at their level, norms start neutral; the codec's are stored as
  /// magnitude and direction, as published files do.
  ///
  /// @param config a `model_config.json`
  /// @param textConfig the `config.json` of the T5 encoder it names
  public static void write(Path folder, String config, String textConfig, long seed)
      throws IOException {
    new RandomModel(folder, seed).write(config, textConfig);
  }

  private void write(String config, String textConfig) throws IOException {
    var model = (ModelConfig.TextToAudio) ModelConfig.of(JsonParser.parseString(config));
    var text = folder.resolve(model.text().encoder());
    Files.createDirectories(text);
    var encoder = T5Config.of(JsonParser.parseString(textConfig));
    var graph = T5Encoder.of(Scope.root(), encoder).graph(Probe.NONE);
    var shapes = new LinkedHashMap<String, long[]>();
    graph.parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
    weights(text.resolve("model.safetensors"), shapes);
    text(text.resolve("config.json"), textConfig);
    weights(folder.resolve("model.safetensors"), Inventory.of(model));
    text(folder.resolve("model_config.json"), config);
  }

  private static void text(Path file, String content) throws IOException {
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private void weights(Path file, Map<String, long[]> shapes) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    var writer = new SafetensorsWriter();
    shapes.forEach((path, shape) -> {
      if (path.startsWith(CODEC) && path.endsWith(".weight") && shape.length == 3) {
        var stem = path.substring(0, path.length() - ".weight".length());
        long[] magnitude = {shape[0], 1, 1};
        writer.add(stem + ".weight_g", DType.F32, magnitude, () -> ones(magnitude));
        writer.add(stem + ".weight_v", DType.F32, shape, () -> values(path, shape));
      } else {
        writer.add(path, DType.F32, shape, () -> values(path, shape));
      }
    });
    writer.write(file);
  }

  private NdArray values(String path, long[] shape) {
    if (path.endsWith("gamma") || path.endsWith("norm.weight")) {
      return ones(shape);
    }
    var array = NdArray.zeros(DType.F32, shape);
    if (shape.length < 2 && !path.endsWith("inv_freq") && !path.endsWith("weights")) {
      return array; // biases, and the activations' parameters on their log scale
    }
    long inputs = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      inputs *= shape[axis];
    }
    float scale = (float) Math.sqrt(3.0 / inputs);
    var random = new SplittableRandom(seed ^ path.hashCode());
    var out = array.floats();
    for (int i = 0; i < out.capacity(); i++) {
      out.put(i, scale * (2 * (random.nextInt() >>> 8) * 0x1p-24f - 1));
    }
    return array;
  }

  private static NdArray ones(long[] shape) {
    var array = NdArray.zeros(DType.F32, shape);
    var out = array.floats();
    for (int i = 0; i < out.capacity(); i++) {
      out.put(i, 1);
    }
    return array;
  }
}
