package dev.aulos.models.t5gemma;

import dev.aulos.graph.Scope;
import dev.aulos.models.nn.RmsNorm;

/// Norms whose stored weight is an offset from 1.
final class OffsetNorm {
  private OffsetNorm() {}

  static RmsNorm of(Scope w, String name, T5GemmaConfig config) {
    var offset = w.at(name).param("weight", config.width());
    return new RmsNorm(offset.add(1), config.epsilon());
  }
}
