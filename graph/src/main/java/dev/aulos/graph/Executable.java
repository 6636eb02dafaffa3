package dev.aulos.graph;

import java.util.Map;
import java.util.Objects;

/// A graph made ready by a [Backend]. Runs may follow one another; one run at a time.
public interface Executable extends AutoCloseable {
  /// The graph this runs.
  Graph graph();

  /// Computes all outputs. Arrays in `outputs` (any subset, of exactly the right shape) receive
  /// their values in place; the others are new. The result holds every output by name.
  ///
  /// @throws IllegalArgumentException if an input or output does not fit the graph
  /// @throws java.util.concurrent.CancellationException if cancelled while running
  Map<String, NdArray> run(
      Map<String, NdArray> inputs, Map<String, NdArray> outputs, Cancellation cancellation);

  /// Computes all outputs into new arrays.
  default Map<String, NdArray> run(Map<String, NdArray> inputs) {
    return run(inputs, Map.of(), Cancellation.none());
  }

  /// Computes all outputs into new arrays and gives the one called `output`.
  ///
  /// @throws IllegalArgumentException if there is no such output
  default NdArray run(Map<String, NdArray> inputs, String output, Cancellation cancellation) {
    graph().output(output);
    return Objects.requireNonNull(run(inputs, Map.of(), cancellation).get(output));
  }

  @Override
  void close();
}
