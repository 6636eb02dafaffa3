package dev.aulos.cli.bench;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.weights.WeightViews;
import java.util.Map;

/// The machine's rate of F32 matrix products: what all else is held against.
public final class GemmRate {
  private static final int SIZE = 1536;
  private static final int REPEATS = 6;

  private GemmRate() {}

  /// Floating-point operations a second: the best of several products of square matrices.
  public static double measure(Backend backend) {
    var x = Tensor.input("x", Shape.of(SIZE, SIZE));
    var y = Tensor.input("y", Shape.of(SIZE, SIZE));
    var graph = Graph.of("gemm", Map.of("z", x.matmul(y)));
    var inputs = Map.of("x", filled(0.5f), "y", filled(0.25f));
    var outputs = Map.of("z", NdArray.zeros(DType.F32, SIZE, SIZE));
    double best = Double.POSITIVE_INFINITY;
    try (var executable = backend.compile(graph, WeightViews.of(Map.of()))) {
      for (int i = 0; i < REPEATS; i++) {
        long start = System.nanoTime();
        executable.run(inputs, outputs, Cancellation.none());
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
    }
    return 2.0 * SIZE * SIZE * SIZE / best;
  }

  private static NdArray filled(float value) {
    var array = NdArray.zeros(DType.F32, SIZE, SIZE);
    var out = array.floats();
    for (int i = 0; i < out.capacity(); i++) {
      out.put(i, value + i % 7);
    }
    return array;
  }
}
