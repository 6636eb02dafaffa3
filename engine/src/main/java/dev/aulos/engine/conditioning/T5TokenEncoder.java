package dev.aulos.engine.conditioning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5.RelativePositions;
import dev.aulos.models.t5.T5Config;
import dev.aulos.models.t5.T5Encoder;
import java.util.Arrays;
import java.util.Map;

/// The T5 encoder, as Stable Audio Open has it.
final class T5TokenEncoder implements TokenEncoder {
  private final T5Config config;
  private final Executable executable;

  /// An encoder whose parameters have their published names.
  T5TokenEncoder(Backend backend, T5Config config, Weights weights) {
    this.config = config;
    executable = backend.compile(T5Encoder.of(Scope.root(), config).graph(Probe.NONE), weights);
  }

  @Override
  public int width() {
    return config.width();
  }

  @Override
  public Executable network() {
    return executable;
  }

  @Override
  public float[] rows(int[] ids, Cancellation cancellation) {
    var row = Arrays.stream(ids).asLongStream().toArray();
    var ones = new float[ids.length];
    Arrays.fill(ones, 1);
    var inputs =
        Map.of(
            "ids", NdArray.of(row, 1, ids.length),
            "mask", NdArray.of(ones, 1, ids.length),
            "buckets", RelativePositions.buckets(ids.length, config));
    return executable.run(inputs, "rows", cancellation).toFloats();
  }

  @Override
  public void close() {
    executable.close();
  }
}
