package dev.aulos.models.t5;

import dev.aulos.graph.NdArray;

/// The bucket of every (query, key) distance: exact for near keys, logarithmic for far ones.
public final class RelativePositions {
  private RelativePositions() {}

  /// I64 (n, n): element (i, j) is the bucket of `j − i`. The logarithm is taken in F32, as the
  /// reference does.
  public static NdArray buckets(int tokens, T5Config config) {
    var buckets = new long[tokens * tokens];
    for (int i = 0; i < tokens; i++) {
      for (int j = 0; j < tokens; j++) {
        buckets[i * tokens + j] = bucket(j - i, config);
      }
    }
    return NdArray.of(buckets, tokens, tokens);
  }

  private static int bucket(int relative, T5Config config) {
    int half = config.buckets() / 2;
    int exact = half / 2;
    int distance = Math.abs(relative);
    int base = relative > 0 ? half : 0;
    if (distance < exact) {
      return base + distance;
    }
    float log = (float) Math.log((float) distance / exact);
    float range = (float) Math.log((double) config.maxDistance() / exact);
    return base + Math.min(half - 1, exact + (int) (log / range * (half - exact)));
  }
}
