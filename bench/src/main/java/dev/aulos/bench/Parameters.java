package dev.aulos.bench;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// Parameters of benchmarked graphs; JMH has a Scope of its own.
final class Parameters {
  private Parameters() {}

  static Tensor named(String name, long... shape) {
    return Scope.root().param(name, shape);
  }
}
