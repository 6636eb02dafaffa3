package dev.aulos.models.dit;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import java.util.ArrayList;
import java.util.List;

/// Attention of the sequence to itself, with rotary positions; the differential form takes away
/// what a second pair of queries and keys, `(q, k, v, q′, k′)` in all, sees of the same values.
record SelfAttention(Linear toQkv, Linear toOut, HeadNorms norms, DitConfig config) {
  static SelfAttention of(Scope w, DitConfig c) {
    int parts = c.differential() ? 5 : 3;
    return new SelfAttention(
        Linear.withoutBias(w.at("to_qkv"), c.width(), parts * c.width()),
        Linear.withoutBias(w.at("to_out"), c.width(), c.width()),
        HeadNorms.of(w, c),
        c);
  }

  Tensor apply(Tensor x, Sequence sequence) { // (b, n, d)
    var parts = toQkv.applyInParts(config.differential() ? 5 : 3, x);
    var values = sequence.values(parts.get(2));
    var seen = attend(parts.get(0), parts.get(1), values, sequence);
    if (config.differential()) {
      seen = seen.sub(attend(parts.get(3), parts.get(4), values, sequence));
    }
    return sequence.contribution(toOut.apply(seen));
  }

  private Tensor attend(Tensor queries, Tensor keys, Tensor values, Sequence sequence) {
    int heads = config.heads();
    var rotary = new Op.Rotary(heads);
    var q = Tensor.of(rotary, norms.query(queries, heads), sequence.cos(), sequence.sin());
    var k = Tensor.of(rotary, norms.key(keys, heads), sequence.cos(), sequence.sin());
    var operands = new ArrayList<>(List.of(q, k, values));
    sequence.bias().ifPresent(operands::add);
    var scale = (float) (1 / Math.sqrt(config.headSize()));
    return Tensor.of(new Op.Attention(heads, heads, scale), operands);
  }
}
