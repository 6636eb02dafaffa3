package dev.aulos.graph;

/// Something that can run graphs.
public interface Backend {
  /// What it is called in messages and reports.
  String name();

  /// Makes a graph ready to run with these weights. Weights must outlive the executable.
  ///
  /// @throws IllegalArgumentException if a parameter is missing or has another shape
  Executable compile(Graph graph, Weights weights);
}
