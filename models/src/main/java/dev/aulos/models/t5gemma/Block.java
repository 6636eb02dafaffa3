package dev.aulos.models.t5gemma;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.nn.RmsNorm;
import java.util.Optional;

/// One layer: self-attention, then feed-forward, each between two norms and added to the stream.
record Block(
    String name,
    RmsNorm preAttention,
    SelfAttention attention,
    RmsNorm postAttention,
    RmsNorm preFeedForward,
    FeedForward feedForward,
    RmsNorm postFeedForward) {
  static Block of(Scope w, T5GemmaConfig c, int index) {
    return new Block(
        "layer" + index,
        OffsetNorm.of(w, "pre_self_attn_layernorm", c),
        SelfAttention.of(w.at("self_attn"), c),
        OffsetNorm.of(w, "post_self_attn_layernorm", c),
        OffsetNorm.of(w, "pre_feedforward_layernorm", c),
        FeedForward.of(w.at("mlp"), c.width(), c.feedForward()),
        OffsetNorm.of(w, "post_feedforward_layernorm", c));
  }

  Tensor apply(Tensor h, Positions positions, Optional<Tensor> bias, Probe probe) {
    var attended = attention.apply(preAttention.apply(h), positions, bias);
    probe.see(name + ".self_attn_out", attended);
    var middle = h.add(postAttention.apply(attended)); // (b, n, width)
    var fed = feedForward.apply(preFeedForward.apply(middle));
    probe.see(name + ".mlp_out", fed);
    return middle.add(postFeedForward.apply(fed));
  }
}
