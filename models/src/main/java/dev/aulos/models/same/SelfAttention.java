package dev.aulos.models.same;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;

/// Self-attention with rotary positions, by one softmax map or by the difference of two (after
/// arXiv:2410.05258, the second map's coefficient being 1).
///
/// @param frequencies the angle per position of each pair of rotated channels
record SelfAttention(
    Linear toQkv,
    Linear toOut,
    Norm qNorm,
    Norm kNorm,
    Tensor frequencies,
    int heads,
    boolean differential) {
  /// @param w the place of the block, which holds the frequencies beside the attention
  static SelfAttention of(Scope w, SameStack c) {
    var own = w.at("self_attn");
    return new SelfAttention(
        Linear.withoutBias(own.at("to_qkv"), c.width(), (c.differential() ? 5 : 3) * c.width()),
        Linear.withoutBias(own.at("to_out"), c.width(), c.width()),
        Norm.of(own.at("q_norm"), c.headSize(), c),
        Norm.of(own.at("k_norm"), c.headSize(), c),
        w.at("rope").param("inv_freq", c.headSize() / 4),
        c.heads(),
        c.differential());
  }

  Tensor apply(Tensor x, Sight sight) { // (b, n, d)
    var parts = toQkv.applyInParts(differential ? 5 : 3, x); // q, k, v, q′, k′
    var v = sight.keys(parts.get(2));
    var rotary = new Turn(frequencies, x.dim(1));
    var first = attend(parts.get(0), parts.get(1), v, rotary, sight);
    if (!differential) {
      return toOut.apply(first.reshape(x.shape()));
    }
    var second = attend(parts.get(3), parts.get(4), v, rotary, sight);
    return toOut.apply(first.sub(second).reshape(x.shape()));
  }

  private Tensor attend(Tensor q, Tensor k, Tensor v, Turn turn, Sight sight) {
    var queries = sight.queries(turn.apply(qNorm, q, heads));
    var keys = sight.keys(turn.apply(kNorm, k, heads));
    long headSize = q.dim(2).fixed() / heads;
    var op = new Op.Attention(heads, heads, (float) (1 / Math.sqrt((double) headSize)));
    return sight.bias().isPresent()
        ? Tensor.of(op, queries, keys, v, sight.bias().get())
        : Tensor.of(op, queries, keys, v);
  }

  /// The norm of each head, then the turn by its position.
  private record Turn(Tensor cos, Tensor sin) {
    Turn(Tensor frequencies, Dim length) {
      this(angles(frequencies, length));
    }

    private Turn(Tensor angles) {
      this(angles.cos(), angles.sin());
    }

    private static Tensor angles(Tensor frequencies, Dim length) { // (n, r/2)
      return Tensor.iota(length).reshape(Shape.of(length, Dim.of(1))).mul(frequencies);
    }

    Tensor apply(Norm norm, Tensor x, int heads) {
      var headSize = Dim.of(x.dim(2).fixed() / heads);
      var split = x.reshape(Shape.of(x.dim(0), x.dim(1), Dim.of(heads), headSize)); // (b, n, h, d)
      return Tensor.of(new Op.Rotary(heads), norm.apply(split).reshape(x.shape()), cos, sin);
    }
  }
}
