package dev.aulos.models.same;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.RmsNorm;

/// What keeps the numbers in a block, or in a head of it, within bounds.
@FunctionalInterface
interface Norm {
  /// Same shape.
  Tensor apply(Tensor x);

  /// Of the kind that the configuration names.
  static Norm of(Scope w, int size, SameStack c) {
    return c.dyt() ? DyT.of(w, size)::apply : new RmsNorm(w.param("gamma", size), 1e-5f)::apply;
  }
}
