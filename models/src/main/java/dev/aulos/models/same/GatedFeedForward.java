package dev.aulos.models.same;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;

/// `W₂(value ⊙ f(gate))`, where `f` is SiLU, or `sin(πx)` in sinusoidal blocks.
record GatedFeedForward(Linear in, Linear out, boolean isSinusoidal) {
  private static final float PI = (float) Math.PI;

  static GatedFeedForward of(Scope w, SameStack c, boolean isSinusoidal) {
    int inner = c.width() * c.feedForward();
    return new GatedFeedForward(
        Linear.of(w.at("ff", 0, "proj"), c.width(), 2 * inner),
        Linear.of(w.at("ff", 2), inner, c.width()),
        isSinusoidal);
  }

  Tensor apply(Tensor x) { // (b, n, d)
    var halves = in.applyInParts(2, x); // value, gate
    var gate = halves.get(1);
    var opened = isSinusoidal ? gate.mul(PI).sin() : gate.silu();
    return out.apply(halves.get(0).mul(opened));
  }
}
