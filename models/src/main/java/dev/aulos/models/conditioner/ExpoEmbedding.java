package dev.aulos.models.conditioner;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;
import java.util.LinkedHashMap;
import java.util.Map;

/// A number in a range as a vector: the features of [ExpoFourier], then a linear map.
public record ExpoEmbedding(ExpoFourier fourier, Linear linear) implements NumberConditioner {
  /// Declares the parameters under the published names; in a full checkpoint the scope is
  /// `conditioner.conditioners.<id>`.
  public static ExpoEmbedding of(Scope w, int width, ExpoFourier fourier) {
    var linear = Linear.of(w.at("embedder", "embedding", 1), fourier.size(), width);
    return new ExpoEmbedding(fourier, linear);
  }

  /// The graph: `features` (b, 2·frequencies) → `embedding` (b, width).
  @Override
  public Graph graph(Probe probe) {
    var shape = Shape.of(Dim.symbol("batch"), Dim.of(fourier.size()));
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("embedding", linear.apply(Tensor.input("features", shape)));
    return Graph.of("number conditioner", outputs);
  }

  @Override
  public Map<String, NdArray> inputs(float... numbers) {
    return Map.of("features", fourier.rows(numbers));
  }
}
