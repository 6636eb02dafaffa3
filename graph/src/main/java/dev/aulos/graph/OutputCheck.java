package dev.aulos.graph;

import java.util.Arrays;
import java.util.Map;

/// Holds the arrays given for the outputs of a graph against their declarations.
final class OutputCheck {
  private OutputCheck() {}

  /// @throws IllegalArgumentException if an output is unknown, or of another type or shape
  static void verify(Graph graph, Map<String, NdArray> given, Map<String, Long> lengths) {
    given.forEach((name, array) -> verify(graph, name, array, lengths));
  }

  private static void verify(Graph graph, String name, NdArray array, Map<String, Long> lengths) {
    var output = graph.outputs().get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          graph.name() + " has no output '" + name + "'; it has " + graph.outputs().keySet());
    }
    var expected = output.shape().at(lengths);
    if (array.type() != output.type() || !Arrays.equals(array.shape(), expected)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: the array for output '%s' is %s, expected %s%s",
              graph.name(), name, array, output.type(), Arrays.toString(expected)));
    }
  }
}
