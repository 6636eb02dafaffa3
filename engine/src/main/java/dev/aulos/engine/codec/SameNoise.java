package dev.aulos.engine.codec;

import dev.aulos.engine.noise.IntervalNoise;
import dev.aulos.engine.noise.NoiseSource;
import java.util.Arrays;

/// The noise of [SameCodec] switched off: every draw is zeros.
public final class SameNoise implements NoiseSource {
  /// No noise.
  public static final NoiseSource OFF = new SameNoise();

  private SameNoise() {}

  @Override
  public void fill(float[] out) {
    Arrays.fill(out, 0);
  }

  @Override
  public void skip(int size) {
    // nothing to pass over
  }

  @Override
  public IntervalNoise intervals(float low, float high, int size) {
    return (from, to, out) -> fill(out);
  }
}
