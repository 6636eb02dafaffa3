package dev.aulos.onnx;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.Map;
import java.util.Random;

/// Arrays and small graphs for tests.
final class Sample {
  private Sample() {}

  /// Normally distributed numbers; the same ones for the same seed.
  static NdArray normal(long seed, long... shape) {
    var array = NdArray.zeros(DType.F32, shape);
    var random = new Random(seed);
    var floats = array.floats();
    while (floats.hasRemaining()) {
      floats.put((float) random.nextGaussian());
    }
    return array;
  }

  /// The numbers 0, 1, 2, ….
  static NdArray counting(long... shape) {
    var array = NdArray.zeros(DType.F32, shape);
    var floats = array.floats();
    for (int i = 0; floats.hasRemaining(); i++) {
      floats.put(i);
    }
    return array;
  }

  static Tensor input(String name, Object... dims) {
    var shape = new Dim[dims.length];
    for (int i = 0; i < dims.length; i++) {
      shape[i] =
          dims[i] instanceof String symbol
              ? Dim.symbol(symbol)
              : Dim.of(((Number) dims[i]).longValue());
    }
    return Tensor.input(name, Shape.of(shape));
  }

  static Graph graph(Tensor y) {
    return Graph.of("sample", Map.of("y", y));
  }

  /// What a graph of one output, and no parameters, gives.
  static NdArray run(OrtBackend backend, Tensor y, Map<String, NdArray> inputs) {
    return run(backend, y, StoredWeights.of(Map.of()), inputs);
  }

  static NdArray run(
      OrtBackend backend, Tensor y, StoredWeights weights, Map<String, NdArray> inputs) {
    try (var executable = backend.compile(graph(y), weights)) {
      return executable.run(inputs).values().iterator().next();
    }
  }
}
