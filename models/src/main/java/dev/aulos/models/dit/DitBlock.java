package dev.aulos.models.dit;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import dev.aulos.models.nn.Probe;
import java.util.Optional;

/// One transformer block: self-attention, cross-attention, the frames' own condition, gated
/// feed-forward, each with a residual around it and all but the third with a norm before it.
record DitBlock(
    Norm preNorm,
    SelfAttention selfAttention,
    Norm crossNorm,
    CrossAttention crossAttention,
    Optional<LocalEmbedding> localEmbedding,
    Norm feedForwardNorm,
    SwiGlu feedForward,
    Modulation.Table modulation) {

  static DitBlock of(Scope w, DitConfig c) {
    return new DitBlock(
        Norm.ofBlock(w.at("pre_norm"), c),
        SelfAttention.of(w.at("self_attn"), c),
        Norm.ofBlock(w.at("cross_attend_norm"), c),
        CrossAttention.of(w.at("cross_attn"), c),
        c.localWidth() > 0
            ? Optional.of(LocalEmbedding.of(w.at("to_local_embed"), c))
            : Optional.empty(),
        Norm.ofBlock(w.at("ff_norm"), c),
        SwiGlu.of(w.at("ff", "ff"), c.width(), c.feedForwardWidth()),
        Modulation.Table.of(w, c));
  }

  /// What one block is given beside the tokens.
  ///
  /// @param context the conditioning tokens
  /// @param modulation (b, 6·d), shared by all blocks
  /// @param local (b, n, d), added to the tokens
  record Given(
      CrossAttention.KeysAndValues context, Optional<Tensor> modulation, Optional<Tensor> local) {}

  Tensor apply(Tensor h, Sequence sequence, Given given, Probe probe) { // (b, n, d)
    var modulated = modulation.split(given.modulation);
    var attention = modulated.attention();
    var attended =
        selfAttention.apply(Modulation.before(attention, preNorm.apply(h)), sequence); // (b, n, d)
    probe.see("self_attn", attended);
    h = h.add(Modulation.after(attention, attended));
    var crossed = crossAttention.apply(crossNorm.apply(h), given.context);
    probe.see("cross_attn", crossed);
    h = h.add(crossed);
    if (given.local.isPresent()) {
      probe.see("local_embed", given.local.get());
      h = h.add(given.local.get());
    }
    var inner = modulated.feedForward();
    var fed =
        sequence.contribution(
            feedForward.apply(Modulation.before(inner, feedForwardNorm.apply(h))));
    probe.see("ff", fed);
    return h.add(Modulation.after(inner, fed));
  }

  /// `out(a · SiLU(b))`, where `(a, b)` is one projection of `x`.
  record SwiGlu(Linear in, Linear out) {
    static SwiGlu of(Scope w, int width, int hidden) {
      return new SwiGlu(
          Linear.of(w.at(0, "proj"), width, 2 * hidden), Linear.of(w.at(2), hidden, width));
    }

    Tensor apply(Tensor x) {
      var parts = in.applyInParts(2, x); // 2 × (b, n, hidden)
      return out.apply(parts.get(0).mul(parts.get(1).silu()));
    }
  }
}
