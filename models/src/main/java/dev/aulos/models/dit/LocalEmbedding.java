package dev.aulos.models.dit;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;

/// A frame's own condition as a vector to add to it: Linear, SiLU, Linear.
record LocalEmbedding(Linear in, Linear out) {
  static LocalEmbedding of(Scope w, DitConfig c) {
    return new LocalEmbedding(
        Linear.of(w.at(0), c.localWidth(), c.width()), Linear.of(w.at(2), c.width(), c.width()));
  }

  /// (r, localWidth) → (r + 1, d): row 0 is zeros, for tokens that are no frames.
  Tensor table(Tensor rows) {
    return apply(rows).pad(0, 1, 0);
  }

  /// (…, localWidth) → (…, d).
  Tensor apply(Tensor rows) {
    return out.apply(in.apply(rows).silu());
  }
}
