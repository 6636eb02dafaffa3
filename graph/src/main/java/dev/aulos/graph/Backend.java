package dev.aulos.graph;

import java.util.Optional;

/// Something that can run graphs.
public interface Backend {
  /// What it is called in messages and reports.
  String name();

  /// Makes a graph ready to run with these weights. Weights must outlive the executable.
  ///
  /// @throws IllegalArgumentException if a parameter is missing or has another shape
  Executable compile(Graph graph, Weights weights);

  /// The way to keep all processors busy with independent runs rather than within one, where this
  /// backend has one.
  default Optional<Overlap> overlap() {
    return Optional.empty();
  }

  /// A backend whose executables may run several times at once.
  ///
  /// @param backend gives the same values as the one it comes from
  /// @param runs how many runs at once keep the machine busy, at least 2
  record Overlap(Backend backend, int runs) {}
}
