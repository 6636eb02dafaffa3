package dev.aulos.models.dit;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.LayerNorm;
import dev.aulos.models.nn.RmsNorm;

/// A norm over the last axis, of the kind that the configuration names.
@FunctionalInterface
interface Norm {
  /// Same shape.
  Tensor apply(Tensor x);

  /// The norm before a part of a block.
  static Norm ofBlock(Scope w, DitConfig c) {
    float epsilon = 1e-5f;
    return switch (c.blockNorm()) {
      case LAYER -> LayerNorm.gammaBeta(w, c.width(), epsilon)::apply;
      case RMS -> rms(w, c.width(), epsilon);
    };
  }

  /// The norm of the queries or keys of one head.
  static Norm ofHead(Scope w, DitConfig c) {
    float epsilon = 1e-6f;
    return switch (c.qkNorm()) {
      case NONE -> x -> x;
      case LAYER -> LayerNorm.of(w, c.headSize(), epsilon)::apply;
      case RMS -> rms(w, c.headSize(), epsilon);
    };
  }

  private static Norm rms(Scope w, int size, float epsilon) {
    return new RmsNorm(w.param("gamma", size), epsilon)::apply;
  }
}
