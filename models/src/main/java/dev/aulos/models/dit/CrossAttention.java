package dev.aulos.models.dit;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;

/// Attention of the sequence to the conditioning tokens. It has no mask: padding rows take part, as
/// they did in training.
record CrossAttention(Linear toQ, Linear toKv, Linear toOut, HeadNorms norms, DitConfig config) {
  static CrossAttention of(Scope w, DitConfig c) {
    return new CrossAttention(
        Linear.withoutBias(w.at("to_q"), c.width(), c.width()),
        Linear.withoutBias(w.at("to_kv"), c.contextWidth(), 2 * c.contextWidth()),
        Linear.withoutBias(w.at("to_out"), c.width(), c.width()),
        HeadNorms.of(w, c),
        c);
  }

  DitBlock.KeysAndValues keysAndValues(Tensor context) { // (b, s, contextWidth)
    var parts = toKv.apply(context).split(2, -1);
    return new DitBlock.KeysAndValues(norms.key(parts.get(0), config.contextHeads()), parts.get(1));
  }

  Tensor apply(Tensor x, DitBlock.KeysAndValues context) { // (b, n, d)
    var q = norms.query(toQ.apply(x), config.heads());
    float scale = (float) (1 / Math.sqrt(config.headSize()));
    var attention = new Op.Attention(config.heads(), config.contextHeads(), scale);
    return toOut.apply(Tensor.of(attention, q, context.keys(), context.values()));
  }
}
