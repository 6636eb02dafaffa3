package dev.aulos.bench;

import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.weights.WeightViews;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// Values to compute with.
final class RandomArrays {
  private static final float SCALE = 0.05f;

  private RandomArrays() {}

  static NdArray of(long seed, long... shape) {
    var array = NdArray.zeros(DType.F32, shape);
    var random = new SplittableRandom(seed);
    var out = array.floats();
    for (int i = 0; i < out.capacity(); i++) {
      out.put(i, SCALE * (float) (2 * random.nextDouble() - 1));
    }
    return array;
  }

  /// A value for every parameter of a graph.
  static Weights weights(Graph graph) {
    var arrays = new LinkedHashMap<String, NdArray>();
    graph
        .parameters()
        .forEach((path, shape) -> arrays.put(path, of(path.hashCode(), shape.fixed())));
    return WeightViews.of(arrays);
  }

  /// A value for every input of a graph.
  static Map<String, NdArray> inputs(Graph graph, Map<String, Long> lengths) {
    var inputs = new LinkedHashMap<String, NdArray>();
    graph.inputs().forEach((name, input) -> inputs.put(name, of(7, input.shape().at(lengths))));
    return inputs;
  }
}
