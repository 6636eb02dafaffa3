package dev.aulos.models.nn;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// Unit mean square over the last axis, then `· weight` (arXiv:1910.07467).
public record RmsNorm(Tensor weight, float epsilon) {
  /// With the parameter called `weight`.
  public static RmsNorm of(Scope w, int size, float epsilon) {
    return new RmsNorm(w.param("weight", size), epsilon);
  }

  /// Same shape.
  public Tensor apply(Tensor x) {
    return Tensor.of(new Op.RmsNorm(epsilon), x, weight);
  }
}
