package dev.aulos.models.nn;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import java.util.Optional;

/// `x·Wᵀ + b`, with W stored (out, in).
public record Linear(Tensor weight, Optional<Tensor> bias) {
  /// With `weight` and `bias`.
  public static Linear of(Scope w, int in, int out) {
    return new Linear(w.param("weight", out, in), Optional.of(w.param("bias", out)));
  }

  /// With `weight` alone.
  public static Linear withoutBias(Scope w, int in, int out) {
    return new Linear(w.param("weight", out, in), Optional.empty());
  }

  /// A convolution of width 1 without bias, stored (out, in, 1), on channels that lie last.
  public static Linear pointwise(Scope w, int in, int out) {
    return new Linear(w.param("weight", out, in, 1).reshape(out, in), Optional.empty());
  }

  /// (…, in) → (…, out).
  public Tensor apply(Tensor x) {
    var y = x.matmulTransposed(weight);
    return bias.isPresent() ? y.add(bias.get()) : y;
  }
}
