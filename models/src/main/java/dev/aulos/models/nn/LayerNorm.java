package dev.aulos.models.nn;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// Zero mean and unit variance over the last axis, then `· weight + bias`.
public record LayerNorm(Tensor weight, Tensor bias, float epsilon) {
  /// With the parameters called `weight` and `bias`.
  public static LayerNorm of(Scope w, int size, float epsilon) {
    return new LayerNorm(w.param("weight", size), w.param("bias", size), epsilon);
  }

  /// With the parameters called `gamma` and `beta`.
  public static LayerNorm gammaBeta(Scope w, int size, float epsilon) {
    return new LayerNorm(w.param("gamma", size), w.param("beta", size), epsilon);
  }

  /// Same shape.
  public Tensor apply(Tensor x) {
    return Tensor.of(new Op.LayerNorm(epsilon), x, weight, bias);
  }
}
