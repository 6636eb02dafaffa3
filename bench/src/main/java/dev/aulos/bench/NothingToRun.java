package dev.aulos.bench;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import java.util.Map;

/// What a benchmark holds before it is set up.
enum NothingToRun implements Executable {
  /// The only one.
  EXECUTABLE;

  @Override
  public Graph graph() {
    return Graph.of("nothing", Map.of());
  }

  @Override
  public Map<String, NdArray> run(
      Map<String, NdArray> inputs, Map<String, NdArray> outputs, Cancellation cancellation) {
    throw new IllegalStateException("the benchmark is not set up");
  }

  @Override
  public void close() {}
}
