package dev.aulos.engine.sampling;

/// Classifier-free guidance: a prediction pushed from the unconditional one past the conditional.
///
/// @param scale how far, 1 being the conditional prediction itself
/// @param rescale how much of the conditional prediction's deviation is restored, from 0 to 1
/// @param low the lowest noise level at which guidance applies
/// @param high the highest noise level at which guidance applies
/// @param apg how much of it leaves out what points where the data already points, from 0 to 1; see
///   [ProjectedGuidance]
/// @param normThreshold how far both estimates of an item's data may be apart, as a Euclidean norm,
///   before their difference is shortened to it; 0 for any distance
public record Guidance(
    float scale, float rescale, float low, float high, float apg, float normThreshold) {
  /// No guidance: the conditional prediction alone.
  public static final Guidance NONE = of(1);

  /// Checks that the numbers are finite and the interval is in order.
  public Guidance {
    if (!Float.isFinite(scale) || !(rescale >= 0 && rescale <= 1) || !(low <= high)) {
      throw new IllegalArgumentException(
          String.format(
              "expected a finite scale, a rescale in [0, 1] and low <= high, got %s, %s, %s, %s",
              scale, rescale, low, high));
    }
    if (!(apg >= 0 && apg <= 1) || !(normThreshold >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              "expected a projected part in [0, 1] and a norm of 0 or more, got %s and %s",
              apg, normThreshold));
    }
  }

  /// Guidance that projects nothing.
  public Guidance(float scale, float rescale, float low, float high) {
    this(scale, rescale, low, high, 0, 0);
  }

  /// Guidance at every level, not rescaled.
  public static Guidance of(float scale) {
    return new Guidance(scale, 0, 0, 1);
  }

  /// This guidance with another share of rescaling.
  public Guidance withRescale(float rescale) {
    return new Guidance(scale, rescale, low, high, apg, normThreshold);
  }

  /// This guidance within other levels, ends included.
  public Guidance within(float low, float high) {
    return new Guidance(scale, rescale, low, high, apg, normThreshold);
  }

  /// This guidance with another part of it projected.
  public Guidance withApg(float apg) {
    return new Guidance(scale, rescale, low, high, apg, normThreshold);
  }

  /// This guidance with another limit of the difference; 0 for none.
  public Guidance withNormThreshold(float normThreshold) {
    return new Guidance(scale, rescale, low, high, apg, normThreshold);
  }

  /// Whether the estimates of the data have a say, which only those of flows have here.
  public boolean isProjected() {
    return apg != 0 || normThreshold != 0;
  }

  /// Whether an unconditional prediction is needed at a noise level: `t` of a flow, `sin(πt/2)` of
  /// the v objective.
  public boolean appliesAt(float level) {
    return scale != 1 && low <= level && level <= high;
  }

  /// Combines predictions `(2b, c, l)`, the conditional ones first, into `out`, `(b, c, l)`.
  public void combine(float[] both, int items, int channels, float[] out) {
    if (both.length != 2 * out.length || out.length % (items * channels) != 0) {
      throw new IllegalArgumentException(
          String.format(
              "expected twice %d items of %d channels for %d values of output, got %d values",
              items, channels, out.length, both.length));
    }
    int half = out.length;
    for (int i = 0; i < half; i++) {
      out[i] = both[half + i] + (both[i] - both[half + i]) * scale;
    }
    restoreAll(both, items, channels, out);
  }

  /// Rescales what was combined.
  void restoreAll(float[] both, int items, int channels, float[] out) {
    if (rescale != 0) {
      for (int item = 0; item < items; item++) {
        restore(both, item, channels, out.length / items / channels, out);
      }
    }
  }

  /// Per frame, gives the output part of the conditional prediction's deviation over channels.
  private void restore(float[] conditional, int item, int channels, int frames, float[] out) {
    if (channels < 2) {
      throw new IllegalArgumentException("rescaling needs at least 2 channels, got " + channels);
    }
    int start = item * channels * frames;
    for (int frame = 0; frame < frames; frame++) {
      double wanted = deviation(conditional, start + frame, channels, frames);
      double found = deviation(out, start + frame, channels, frames);
      float factor = (float) (rescale * wanted / found + (1 - rescale));
      for (int c = 0; c < channels; c++) {
        out[start + frame + c * frames] *= factor;
      }
    }
  }

  /// The unbiased standard deviation of `count` values, `stride` apart.
  private static double deviation(float[] values, int start, int count, int stride) {
    double mean = 0;
    for (int c = 0; c < count; c++) {
      mean += values[start + c * stride];
    }
    mean /= count;
    double sum = 0;
    for (int c = 0; c < count; c++) {
      double d = values[start + c * stride] - mean;
      sum += d * d;
    }
    return Math.sqrt(sum / (count - 1));
  }
}
