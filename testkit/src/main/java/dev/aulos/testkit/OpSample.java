package dev.aulos.testkit;

import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import java.util.List;
import java.util.Map;

/// A small graph around one op, whose output is `y`, and the inputs of some runs of it.
public record OpSample(
    OpKind kind, String name, Graph graph, ArrayWeights weights, List<Map<String, NdArray>> runs) {
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
