package dev.aulos.engine.adapters;

import dev.aulos.graph.Weights;
import org.jspecify.annotations.Nullable;

/// The leading singular vectors of an untouched weight, found when first asked for.
final class OwnVectors {
  private final Weights base;
  private final String path;
  private final int count;
  private @Nullable SingularVectors found;

  OwnVectors(Weights base, String path, int count) {
    this.base = base;
    this.path = path;
    this.count = count;
  }

  synchronized SingularVectors get() {
    if (found == null) {
      found = SingularVectors.of(WeightMatrix.of(base.get(path)), count);
    }
    return found;
  }
}
