package dev.aulos.models.nn;

import dev.aulos.graph.Tensor;

/// Someone who wants to see values inside a network, by name.
public interface Probe {
  /// A probe that looks at nothing.
  Probe NONE = (name, value) -> {};

  /// Called with each named value as the network is built.
  void see(String name, Tensor value);
}
