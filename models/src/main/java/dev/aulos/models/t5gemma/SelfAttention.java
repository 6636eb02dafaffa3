package dev.aulos.models.t5gemma;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import java.util.Optional;

/// Attention of every token to every token that `bias` leaves it, with rotary positions over the
/// whole head.
record SelfAttention(Linear q, Linear k, Linear v, Linear o, T5GemmaConfig config) {
  static SelfAttention of(Scope w, T5GemmaConfig c) {
    int queries = c.heads() * c.headSize();
    int keys = c.keyHeads() * c.headSize();
    return new SelfAttention(
        Linear.withoutBias(w.at("q_proj"), c.width(), queries),
        Linear.withoutBias(w.at("k_proj"), c.width(), keys),
        Linear.withoutBias(w.at("v_proj"), c.width(), keys),
        Linear.withoutBias(w.at("o_proj"), queries, c.width()),
        c);
  }

  Tensor apply(Tensor x, Positions positions, Optional<Tensor> bias) { // (b, n, width)
    var query = positions.turn(q.apply(x), config.heads());
    var key = positions.turn(k.apply(x), config.keyHeads());
    var value = v.apply(x);
    var attended =
        config.softCap().isPresent()
            ? capped(query, key, value, bias, config.softCap().get())
            : plain(query, key, value, bias);
    return o.apply(attended);
  }

  private float scale() {
    return (float) (1 / Math.sqrt(config.queryScalar()));
  }

  private Tensor plain(Tensor query, Tensor key, Tensor value, Optional<Tensor> bias) {
    var op = new Op.Attention(config.heads(), config.keyHeads(), scale());
    return bias.isPresent()
        ? Tensor.of(op, query, key, value, bias.get())
        : Tensor.of(op, query, key, value);
  }

  /// With every logit s made `cap·tanh(s/cap)` before the bias, which no fused attention does.
  private Tensor capped(Tensor query, Tensor key, Tensor value, Optional<Tensor> bias, float cap) {
    var keys = split(key, 1);
    var scores = split(query, config.heads() / config.keyHeads()).matmulTransposed(keys);
    var bounded = scores.mul(scale()).div(Tensor.constant(cap)).tanh().mul(cap); // (b, k, g, n, n)
    var lowered = bias.isPresent() ? bounded.add(grouped(bias.get())) : bounded;
    var weights = lowered.softmax();
    var heads = weights.matmul(split(value, 1)).transpose(0, 3, 1, 2, 4); // (b, n, k, g, d)
    return heads.reshape(query.shape());
  }

  /// (b, heads or 1, n or 1, n) → the same with an axis for groups.
  private static Tensor grouped(Tensor bias) {
    var one = Dim.of(1);
    return bias.reshape(Shape.of(bias.dim(0), one, bias.dim(1), bias.dim(2), bias.dim(3)));
  }

  /// (b, n, keyHeads·group·d) → (b, keyHeads, group, n, d).
  private Tensor split(Tensor x, int group) {
    var heads = Dim.of(config.keyHeads());
    var split = Shape.of(x.dim(0), x.dim(1), heads, Dim.of(group), Dim.of(config.headSize()));
    return x.reshape(split).transpose(0, 2, 3, 1, 4);
  }
}
