package dev.aulos.graph;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Holds the arrays given to a graph against its declared inputs.
final class InputCheck {
  private InputCheck() {}

  static Map<String, Long> lengths(Graph graph, Map<String, NdArray> given) {
    for (var name : given.keySet()) {
      if (!graph.inputs().containsKey(name)) {
        throw new IllegalArgumentException(
            graph.name() + " has no input '" + name + "'; it has " + graph.inputs().keySet());
      }
    }
    var lengths = new LinkedHashMap<String, Long>();
    graph.inputs().forEach((name, input) -> solve(graph.name(), name, input, given, lengths));
    graph.inputs().forEach((name, input) -> verify(graph.name(), name, input, given, lengths));
    return lengths;
  }

  private static void solve(
      String graph,
      String name,
      Tensor input,
      Map<String, NdArray> given,
      Map<String, Long> lengths) {
    var array = given.get(name);
    if (array == null) {
      throw new IllegalArgumentException(graph + ": no value for the input '" + name + "'");
    }
    if (array.type() != input.type() || array.rank() != input.shape().rank()) {
      throw mismatch(graph, name, input, array);
    }
    for (int i = 0; i < array.rank(); i++) {
      var dim = input.dim(i);
      if (dim.terms().size() == 1) {
        var term = dim.terms().entrySet().iterator().next();
        lengths.putIfAbsent(term.getKey(), (array.dim(i) - dim.constant()) / term.getValue());
      }
    }
  }

  private static void verify(
      String graph,
      String name,
      Tensor input,
      Map<String, NdArray> given,
      Map<String, Long> lengths) {
    var array = given.get(name);
    if (array != null && !Arrays.equals(array.shape(), input.shape().at(lengths))) {
      throw mismatch(graph, name, input, array);
    }
  }

  private static IllegalArgumentException mismatch(
      String graph, String name, Tensor input, NdArray found) {
    return new IllegalArgumentException(
        String.format(
            "%s: input '%s' is %s, expected %s%s",
            graph, name, found, input.type(), input.shape()));
  }
}
