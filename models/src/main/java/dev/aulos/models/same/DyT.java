package dev.aulos.models.same;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// Dynamic tanh, `γ·tanh(αx) + β` over the last axis, in place of a norm (arXiv:2503.10622).
record DyT(Tensor alpha, Tensor gamma, Tensor beta) {
  static DyT of(Scope w, int width) {
    return new DyT(w.param("alpha", 1), w.param("gamma", width), w.param("beta", width));
  }

  Tensor apply(Tensor x) { // (…, width)
    return x.mul(alpha).tanh().mul(gamma).add(beta);
  }
}
