package dev.aulos.models.dit;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;

/// Attention of the sequence to the conditioning tokens. It has no mask: padding rows take part, as
/// they did in training. The differential form takes away what `(q′, k′)` sees of the same values.
record CrossAttention(Linear toQ, Linear toKv, Linear toOut, HeadNorms norms, DitConfig config) {
  static CrossAttention of(Scope w, DitConfig c) {
    int pairs = c.differential() ? 2 : 1;
    return new CrossAttention(
        Linear.withoutBias(w.at("to_q"), c.width(), pairs * c.width()),
        Linear.withoutBias(w.at("to_kv"), c.contextWidth(), (pairs + 1) * c.contextWidth()),
        Linear.withoutBias(w.at("to_out"), c.width(), c.width()),
        HeadNorms.of(w, c),
        c);
  }

  /// What cross-attention looks up: keys (b, s, keyWidth), both kinds of the differential form side
  /// by side, and values (b, s, contextWidth).
  record KeysAndValues(Tensor keys, Tensor values) {}

  KeysAndValues keysAndValues(Tensor context) { // (b, s, contextWidth)
    int heads = config.contextHeads();
    if (!config.differential()) {
      var parts = toKv.apply(context).split(2, -1);
      return new KeysAndValues(norms.key(parts.get(0), heads), parts.get(1));
    }
    var parts = toKv.apply(context).split(3, -1);
    var keys = Tensor.concat(-1, norms.key(parts.get(0), heads), norms.key(parts.get(1), heads));
    return new KeysAndValues(keys, parts.get(2));
  }

  Tensor apply(Tensor x, KeysAndValues context) { // (b, n, d)
    if (!config.differential()) {
      return toOut.apply(attend(toQ.apply(x), context.keys(), context.values()));
    }
    var q = toQ.apply(x).split(2, -1);
    var k = context.keys().split(2, -1);
    var seen = attend(q.get(0), k.get(0), context.values());
    return toOut.apply(seen.sub(attend(q.get(1), k.get(1), context.values())));
  }

  private Tensor attend(Tensor queries, Tensor keys, Tensor values) {
    var q = norms.query(queries, config.heads());
    float scale = (float) (1 / Math.sqrt(config.headSize()));
    var attention = new Op.Attention(config.heads(), config.contextHeads(), scale);
    return Tensor.of(attention, q, keys, values);
  }
}
