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

/// A number in a range as a vector: features `[x, sin 2πxw, cos 2πxw]`, then a linear map.
public record NumberEmbedding(Tensor frequencies, Linear linear) implements NumberConditioner {
  private static final int FREQUENCIES = 128;

  /// Declares the parameters under the published names; in a full checkpoint the scope is
  /// `conditioner.conditioners.<id>`.
  public static NumberEmbedding of(Scope w, int width) {
    var embedding = w.at("embedder", "embedding");
    return new NumberEmbedding(
        embedding.at(0).param("weights", FREQUENCIES),
        Linear.of(embedding.at(1), 2 * FREQUENCIES + 1, width));
  }

  /// The graph: `x` (b), already brought to 0…1 → `embedding` (b, width).
  @Override
  public Graph graph(Probe probe) {
    var x = Tensor.input("x", Shape.of(Dim.symbol("batch")));
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("embedding", apply(x, probe));
    return Graph.of("number conditioner", outputs);
  }

  @Override
  public Map<String, NdArray> inputs(float... numbers) {
    return Map.of("x", NdArray.of(numbers, numbers.length));
  }

  private Tensor apply(Tensor x, Probe probe) {
    var column = x.reshape(Shape.of(x.dim(0), Dim.of(1)));
    var turns = column.mul(frequencies).mul(2).mul((float) Math.PI); // the reference's order
    var features = Tensor.concat(-1, column, turns.sin(), turns.cos()); // (b, 257)
    probe.see("features", features);
    return linear.apply(features);
  }
}
