package dev.aulos.models.t5gemma;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;

/// `down(gelu(gate(x)) ⊙ up(x))`, with the gelu that is approximated by a tanh.
record FeedForward(Linear gate, Linear up, Linear down) {
  static FeedForward of(Scope w, int width, int inner) {
    return new FeedForward(
        Linear.withoutBias(w.at("gate_proj"), width, inner),
        Linear.withoutBias(w.at("up_proj"), width, inner),
        Linear.withoutBias(w.at("down_proj"), inner, width));
  }

  Tensor apply(Tensor x) { // (b, n, width)
    return down.apply(gelu(gate.apply(x)).mul(up.apply(x)));
  }

  /// `x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))`.
  private static Tensor gelu(Tensor x) {
    var inner = x.add(x.square().mul(x).mul(0.044715f)).mul((float) Math.sqrt(2 / Math.PI));
    return x.mul(0.5f).mul(inner.tanh().add(1));
  }
}
