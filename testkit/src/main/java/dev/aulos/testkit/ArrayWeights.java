package dev.aulos.testkit;

import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Parameters held in memory.
public record ArrayWeights(Map<String, NdArray> arrays) implements Weights {
  /// Copies the map.
  public ArrayWeights {
    arrays = Map.copyOf(arrays);
  }

  /// Every parameter a graph needs, drawn from the normal distribution and halved.
  public static ArrayWeights random(Graph graph, long seed) {
    var arrays = new LinkedHashMap<String, NdArray>();
    graph
        .parameters()
        .forEach((path, shape) ->
            arrays.put(path, Draw.scaled(0.5).of(seed + path.hashCode(), shape.fixed())));
    return new ArrayWeights(arrays);
  }

  @Override
  public Set<String> paths() {
    return arrays.keySet();
  }

  @Override
  public NdArray get(String path) {
    var array = arrays.get(path);
    if (array == null) {
      throw new IllegalArgumentException("no parameter '" + path + "' in " + paths());
    }
    return array;
  }

  @Override
  public long[] shape(String path) {
    return get(path).shape();
  }
}
