package dev.aulos.models.dit;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.LayerNorm;
import java.util.Optional;

/// The norms of queries and keys over each head; both absent in models without them.
record HeadNorms(Optional<LayerNorm> q, Optional<LayerNorm> k) {
  private static final float EPSILON = 1e-6f;

  static HeadNorms of(Scope w, DitConfig c) {
    return switch (c.qkNorm()) {
      case NONE -> new HeadNorms(Optional.empty(), Optional.empty());
      case LAYER ->
          new HeadNorms(
              Optional.of(LayerNorm.of(w.at("q_norm"), c.headSize(), EPSILON)),
              Optional.of(LayerNorm.of(w.at("k_norm"), c.headSize(), EPSILON)));
    };
  }

  Tensor query(Tensor x, int heads) {
    return q.isPresent() ? perHead(q.get(), x, heads) : x;
  }

  Tensor key(Tensor x, int heads) {
    return k.isPresent() ? perHead(k.get(), x, heads) : x;
  }

  private static Tensor perHead(LayerNorm norm, Tensor x, int heads) {
    var split = Dim.of(x.dim(2).fixed() / heads);
    var shape = Shape.of(x.dim(0), x.dim(1), Dim.of(heads), split); // (b, n, h, d)
    return norm.apply(x.reshape(shape)).reshape(x.shape());
  }
}
