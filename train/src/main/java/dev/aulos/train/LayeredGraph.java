package dev.aulos.train;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/// A network that also tells the values between its layers, where its gradients are parted.
///
/// @param graph its outputs, and those values
/// @param layers the names of those values
public record LayeredGraph(Graph graph, List<String> layers) {
  /// Copies the list.
  public LayeredGraph {
    layers = List.copyOf(layers);
  }

  /// The network that shows a probe its values.
  public static LayeredGraph of(Function<Probe, Graph> network) {
    var values = new LinkedHashMap<String, Tensor>();
    var graph = network.apply(values::put);
    var layers = List.copyOf(values.keySet());
    values.putAll(graph.outputs());
    return new LayeredGraph(Graph.of(graph.name(), values), layers);
  }
}
