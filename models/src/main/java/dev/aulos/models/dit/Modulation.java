package dev.aulos.models.dit;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import java.util.List;
import java.util.Optional;

/// How the global vector bends a part of a block: what goes in is scaled and shifted, what comes
/// out is gated (adaLN, arXiv:2212.09748).
///
/// @param scale (b, 1, d)
/// @param shift (b, 1, d)
/// @param gate (b, 1, d)
record Modulation(Tensor scale, Tensor shift, Tensor gate) {
  /// The modulations of self-attention and of feed-forward; both absent in models without.
  record Pair(Optional<Modulation> attention, Optional<Modulation> feedForward) {}

  static Tensor before(Optional<Modulation> m, Tensor x) {
    return m.isPresent() ? x.mul(m.get().scale.add(1)).add(m.get().shift) : x;
  }

  static Tensor after(Optional<Modulation> m, Tensor y) {
    return m.isPresent() ? y.mul(m.get().gate.neg().add(1).sigmoid()) : y;
  }

  /// The layer's own addition to what all layers share.
  record Table(Optional<Tensor> values) {
    static Table of(Scope w, DitConfig c) {
      return new Table(
          c.adaLn()
              ? Optional.of(w.param("to_scale_shift_gate", 6L * c.width()))
              : Optional.empty());
    }

    Pair split(Optional<Tensor> shared) { // (b, 6·d)
      if (values.isEmpty()) {
        return new Pair(Optional.empty(), Optional.empty());
      }
      var all = shared.orElseThrow().add(values.get());
      var row = all.reshape(Shape.of(all.dim(0), Dim.of(1), all.dim(1))); // (b, 1, 6·d)
      var parts = row.split(6, -1);
      return new Pair(Optional.of(of(parts.subList(0, 3))), Optional.of(of(parts.subList(3, 6))));
    }

    private static Modulation of(List<Tensor> parts) {
      return new Modulation(parts.get(0), parts.get(1), parts.get(2));
    }
  }

  /// What all layers share, of the global vector with the time: Linear, SiLU, Linear.
  record Embedder(Linear in, Linear out) {
    static Embedder of(Scope w, int width) {
      return new Embedder(Linear.of(w.at(0), width, width), Linear.of(w.at(2), width, 6 * width));
    }

    Tensor apply(Tensor vector) { // (b, d) → (b, 6·d)
      return out.apply(in.apply(vector).silu());
    }
  }
}
