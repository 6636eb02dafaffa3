package dev.aulos.models.same;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// One layer: attention, then feed-forward, each on the residual stream as its [Norm] gives it.
record SameBlock(Norm preNorm, SelfAttention attention, Norm ffNorm, GatedFeedForward feedForward) {
  static SameBlock of(Scope w, SameStack c, int index) {
    return new SameBlock(
        Norm.of(w.at("pre_norm"), c.width(), c),
        SelfAttention.of(w, c),
        Norm.of(w.at("ff_norm"), c.width(), c),
        GatedFeedForward.of(w.at("ff"), c, c.isSinusoidal(index)));
  }

  Tensor apply(Tensor h, Sight sight) { // (b, n, d)
    var middle = h.add(attention.apply(preNorm.apply(h), sight));
    return middle.add(feedForward.apply(ffNorm.apply(middle)));
  }
}
