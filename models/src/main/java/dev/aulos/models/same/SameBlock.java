package dev.aulos.models.same;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// One layer: attention, then feed-forward, each on the residual stream squashed by [DyT].
record SameBlock(
    DyT preNorm, DifferentialAttention attention, DyT ffNorm, GatedFeedForward feedForward) {
  static SameBlock of(Scope w, SameStack c, int index) {
    return new SameBlock(
        DyT.of(w.at("pre_norm"), c.width()),
        DifferentialAttention.of(w, c),
        DyT.of(w.at("ff_norm"), c.width()),
        GatedFeedForward.of(w.at("ff"), c, c.isSinusoidal(index)));
  }

  Tensor apply(Tensor h, Sight sight) { // (b, n, d)
    var middle = h.add(attention.apply(preNorm.apply(h), sight));
    return middle.add(feedForward.apply(ffNorm.apply(middle)));
  }
}
