package dev.aulos.train.loss;

import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.graph.Tensor;
import dev.aulos.testkit.ArrayWeights;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Values of tensors on the reference backend.
public final class Compute {
  private Compute() {}

  /// The elements of a tensor made of constants alone.
  public static float[] floats(Tensor tensor) {
    return floats(tensor, Map.of());
  }

  /// The elements of a tensor made of constants and parameters.
  public static float[] floats(Tensor tensor, Map<String, NdArray> parameters) {
    var graph = Graph.of("value", Map.of("value", tensor));
    try (var executable = new ReferenceBackend().compile(graph, new ArrayWeights(parameters))) {
      return Objects.requireNonNull(executable.run(Map.of()).get("value")).toFloats();
    }
  }

  /// Standard normal values.
  public static Tensor normal(long seed, long... shape) {
    var array = NdArray.zeros(DType.F32, shape);
    var random = new Random(seed);
    for (int i = 0; i < array.size(); i++) {
      array.floats().put(i, (float) random.nextGaussian());
    }
    return Tensor.constant(array);
  }

  /// Given values.
  public static Tensor given(float... values) {
    return Tensor.constant(NdArray.of(values, values.length));
  }
}
