package dev.aulos.models.dit;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;

/// Attention of the sequence to itself, with rotary positions.
record SelfAttention(Linear toQkv, Linear toOut, HeadNorms norms, int heads, int headSize) {
  static SelfAttention of(Scope w, DitConfig c) {
    return new SelfAttention(
        Linear.withoutBias(w.at("to_qkv"), c.width(), 3 * c.width()),
        Linear.withoutBias(w.at("to_out"), c.width(), c.width()),
        HeadNorms.of(w, c),
        c.heads(),
        c.headSize());
  }

  Tensor apply(Tensor x, Tensor cos, Tensor sin) { // (b, n, d)
    var parts = toQkv.apply(x).split(3, -1);
    var rotary = new Op.Rotary(heads);
    var q = Tensor.of(rotary, norms.query(parts.get(0), heads), cos, sin);
    var k = Tensor.of(rotary, norms.key(parts.get(1), heads), cos, sin);
    var attention = new Op.Attention(heads, heads, (float) (1 / Math.sqrt(headSize)));
    return toOut.apply(Tensor.of(attention, q, k, parts.get(2)));
  }
}
