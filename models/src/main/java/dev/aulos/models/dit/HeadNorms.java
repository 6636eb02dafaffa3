package dev.aulos.models.dit;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;

/// The norms of queries and keys over each head; in models without them, nothing.
record HeadNorms(Norm q, Norm k, boolean present) {
  static HeadNorms of(Scope w, DitConfig c) {
    return new HeadNorms(
        Norm.ofHead(w.at("q_norm"), c),
        Norm.ofHead(w.at("k_norm"), c),
        c.qkNorm() != DitConfig.QkNorm.NONE);
  }

  Tensor query(Tensor x, int heads) {
    return present ? perHead(q, x, heads) : x;
  }

  Tensor key(Tensor x, int heads) {
    return present ? perHead(k, x, heads) : x;
  }

  private static Tensor perHead(Norm norm, Tensor x, int heads) {
    var split = Dim.of(x.dim(2).fixed() / heads);
    var shape = Shape.of(x.dim(0), x.dim(1), Dim.of(heads), split); // (b, n, h, d)
    return norm.apply(x.reshape(shape)).reshape(x.shape());
  }
}
