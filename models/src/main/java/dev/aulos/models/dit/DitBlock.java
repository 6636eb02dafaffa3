package dev.aulos.models.dit;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.LayerNorm;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;

/// One transformer block: self-attention, cross-attention, gated feed-forward, each with a norm
/// before it and a residual around it.
record DitBlock(
    LayerNorm preNorm,
    SelfAttention selfAttention,
    LayerNorm crossNorm,
    CrossAttention crossAttention,
    LayerNorm feedForwardNorm,
    SwiGlu feedForward) {
  private static final float EPSILON = 1e-5f;

  static DitBlock of(Scope w, DitConfig c) {
    return new DitBlock(
        LayerNorm.gammaBeta(w.at("pre_norm"), c.width(), EPSILON),
        SelfAttention.of(w.at("self_attn"), c),
        LayerNorm.gammaBeta(w.at("cross_attend_norm"), c.width(), EPSILON),
        CrossAttention.of(w.at("cross_attn"), c),
        LayerNorm.gammaBeta(w.at("ff_norm"), c.width(), EPSILON),
        SwiGlu.of(w.at("ff", "ff"), c.width(), c.feedForwardMultiple() * c.width()));
  }

  Tensor apply(Tensor h, Tensor cos, Tensor sin, KeysAndValues context, String name, Probe probe) {
    var attended = selfAttention.apply(preNorm.apply(h), cos, sin); // (b, n, d)
    probe.see(name + "_self_attn", attended);
    h = h.add(attended);
    var crossed = crossAttention.apply(crossNorm.apply(h), context);
    probe.see(name + "_cross_attn", crossed);
    h = h.add(crossed);
    var fed = feedForward.apply(feedForwardNorm.apply(h));
    probe.see(name + "_ff", fed);
    return h.add(fed);
  }

  /// What cross-attention looks up: both (b, s, contextWidth).
  record KeysAndValues(Tensor keys, Tensor values) {}

  /// `out(a · SiLU(b))`, where `(a, b)` is one projection of `x`.
  record SwiGlu(Linear in, Linear out) {
    static SwiGlu of(Scope w, int width, int hidden) {
      return new SwiGlu(
          Linear.of(w.at(0, "proj"), width, 2 * hidden), Linear.of(w.at(2), hidden, width));
    }

    Tensor apply(Tensor x) {
      var parts = in.apply(x).split(2, -1); // 2 × (b, n, hidden)
      return out.apply(parts.get(0).mul(parts.get(1).silu()));
    }
  }
}
