package dev.aulos.engine.codec;

import com.google.gson.JsonParser;
import dev.aulos.audio.SpectralLayout;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.Section;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.models.same.SpectralConfig;
import dev.aulos.testkit.ArrayWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/// SAME autoencoders too small to be any good, with random weights.
final class SameSketch {
  private static final String CHUNKS =
      "\"chunk_size\": 8, \"chunk_midpoint_shift\": true, \"conv_mapping\": true";
  private static final String WINDOW =
      "\"sliding_window\": [1, 1], \"sinusoidal_blocks\": [2], \"conv_mapping\": true";

  private SameSketch() {}

  /// The small form: chunks of two frames, shifted by half; noise on the decoder alone.
  static SameConfig chunks() {
    return config(CHUNKS, 2, 4, 0);
  }

  /// The large form: a sliding window; noise on both sides.
  static SameConfig window() {
    return config(WINDOW, 2, 4, 0.02);
  }

  /// The published sizes of what decides about lengths.
  static SameConfig published(boolean isSmall) {
    return isSmall
        ? config("\"chunk_size\": 32, \"chunk_midpoint_shift\": true", 256, 16, 0)
        : config(WINDOW, 256, 16, 0.001);
  }

  private static SameConfig config(String neighbourhood, int patch, int stride, double noise) {
    var side =
        """
        {"type": "same", "config": {"%s_channels": %d, "channels": 8, "latent_dim": 3,
        "c_mults": [2], "strides": [%d], "transformer_depths": [3], "dim_heads": 8,
        "differential": true, "variable_stride": true, "mask_noise": %s, %s}}
        """;
    var json =
        """
        {"encoder": %s, "decoder": %s, "latent_dim": 3, "downsampling_ratio": %d,
        "bottleneck": {"type": "softnorm", "config": {"dim": 3, "auto_scale": true}},
        "pretransform": {"type": "patched", "config": {"patch_size": %d, "channels": 2}}}
        """
            .formatted(
                side.formatted("in", 2 * patch, stride, noise, neighbourhood),
                side.formatted("out", 2 * patch, stride, 0.1, neighbourhood),
                patch * stride,
                patch);
    return SameConfig.of(Section.of("model", JsonParser.parseString(json)), false);
  }

  /// A network that codes descriptions of sound.
  static SpectralConfig spectral() {
    var side =
        """
        {"type": "same", "config": {"%s_channels": %d, "channels": 16, "latent_dim": 3,
        "c_mults": [1], "strides": [4], "transformer_depths": [1], "dim_heads": 8,
        "variable_stride": true, "sliding_window": [1, 1]}}
        """;
    var json =
        """
        {"encoder": %s, "decoder": %s, "latent_dim": 3, "downsampling_ratio": %d,
        "bottleneck": {"type": "softnorm", "config": {"dim": 3, "auto_scale": true}},
        "pretransform": {"type": "spectral",
          "config": {"channels": 2, "frame_size": %d, "numbers": %d}}}
        """
            .formatted(
                side.formatted("in", SpectralLayout.SIZE),
                side.formatted("out", SpectralLayout.SIZE),
                4 * SpectralLayout.HOP,
                SpectralLayout.HOP,
                SpectralLayout.SIZE);
    return SpectralConfig.of(Section.of("model", JsonParser.parseString(json)), false);
  }

  static SameCodec codec(SameConfig config) {
    return codec(new ReferenceBackend(), config);
  }

  static SameCodec codec(Backend backend, SameConfig config) {
    return new SameCodec(backend, config, weights(config), Scope.root());
  }

  /// A backend that shows what each run is given: inputs, and arrays for outputs.
  static Backend watched(BiConsumer<Map<String, NdArray>, Map<String, NdArray>> watcher) {
    var backend = new ReferenceBackend();
    return new Backend() {
      @Override
      public String name() {
        return backend.name();
      }

      @Override
      public Executable compile(Graph graph, Weights weights) {
        return new Watched(backend.compile(graph, weights), watcher);
      }
    };
  }

  private record Watched(
      Executable inner, BiConsumer<Map<String, NdArray>, Map<String, NdArray>> watcher)
      implements Executable {
    @Override
    public Graph graph() {
      return inner.graph();
    }

    @Override
    public Map<String, NdArray> run(
        Map<String, NdArray> inputs, Map<String, NdArray> outputs, Cancellation cancellation) {
      watcher.accept(inputs, outputs);
      return inner.run(inputs, outputs, cancellation);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  static NdArray random(long seed, long... shape) {
    var random = new Random(seed);
    var array = NdArray.zeros(DType.F32, shape);
    var values = array.floats();
    while (values.hasRemaining()) {
      values.put((float) random.nextGaussian());
    }
    return array;
  }

  static Weights weights(SameConfig config) {
    var arrays = new LinkedHashMap<String, NdArray>();
    add(SameEncoder.of(Scope.root(), config).graph(Probe.NONE), arrays);
    add(SameDecoder.of(Scope.root(), config).graph(Probe.NONE), arrays);
    return new ArrayWeights(arrays);
  }

  private static void add(Graph graph, Map<String, NdArray> arrays) {
    graph
        .parameters()
        .forEach((path, shape) -> {
          var array = random(path.hashCode(), shape.fixed());
          boolean isPositive = path.endsWith("running_std") || path.endsWith("alpha");
          var values = array.floats();
          for (int i = 0; i < values.capacity(); i++) {
            values.put(i, isPositive ? 0.7f : 0.3f * values.get(i));
          }
          arrays.put(path, array);
        });
  }
}
