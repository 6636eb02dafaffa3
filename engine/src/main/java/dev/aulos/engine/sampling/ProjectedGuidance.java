package dev.aulos.engine.sampling;

/// Guidance along what is new about the conditional prediction: of its difference from the
/// unconditional one, the part that points where the data already points is taken away (APG,
/// arXiv:2410.02416).
///
/// In a flow the estimates of the data are `x − t·v`, and their difference is `−t` times that of
/// the velocities, so all is computed on velocities. Sums are over the channels and the real frames
/// of an item.
public final class ProjectedGuidance {
  private static final double LEAST_NORM = 1e-8;

  private final Guidance guidance;
  private final int channels;
  private final int[] validFrames;

  /// Guidance of a batch whose items have so many real frames.
  public ProjectedGuidance(Guidance guidance, int channels, int... validFrames) {
    this.guidance = guidance;
    this.channels = channels;
    this.validFrames = validFrames.clone();
  }

  /// Combines velocities `(2b, c, l)` of the state `x` (b, c, l), the conditional ones first, into
  /// `out` (b, c, l).
  public void combine(float[] both, float[] x, float[] times, float[] out) {
    int items = validFrames.length;
    if (both.length != 2 * out.length
        || x.length != out.length
        || times.length != items
        || out.length % (items * channels) != 0) {
      throw new IllegalArgumentException(
          String.format(
              "expected values of %d items of %d channels, got %d predicted, %d of state, %d times",
              items, channels, both.length, x.length, times.length));
    }
    int frames = out.length / items / channels;
    for (int item = 0; item < items; item++) {
      combine(new Item(both, x, times[item], item * channels * frames, frames, item), out);
    }
    guidance.restoreAll(both, items, channels, out);
  }

  private void combine(Item item, float[] out) {
    double difference = 0;
    double data = 0;
    double product = 0;
    for (int i = item.start; i < item.end(); i++) {
      if (item.isValid(i)) {
        difference += item.difference(i) * item.difference(i);
        data += item.data(i) * item.data(i);
        product += item.difference(i) * item.data(i);
      }
    }
    double size = item.t * Math.sqrt(difference);
    double limit = guidance.normThreshold();
    double reach = (guidance.scale() - 1) * (limit > 0 && size > limit ? limit / size : 1);
    double along = product / Math.max(data, LEAST_NORM * LEAST_NORM);
    double apg = guidance.apg();
    for (int i = item.start; i < item.end(); i++) {
      double d = item.difference(i);
      double across = item.isValid(i) ? d - along * item.data(i) : 0;
      out[i] = (float) (item.conditional(i) + reach * (apg * across + (1 - apg) * d));
    }
  }

  /// One item's values.
  private final class Item {
    private final float[] both;
    private final float[] x;
    private final float t;
    private final int start;
    private final int frames;
    private final int valid;

    private Item(float[] both, float[] x, float t, int start, int frames, int index) {
      this.both = both;
      this.x = x;
      this.t = t;
      this.start = start;
      this.frames = frames;
      this.valid = validFrames[index];
    }

    private int end() {
      return start + channels * frames;
    }

    private boolean isValid(int i) {
      return (i - start) % frames < valid;
    }

    private double conditional(int i) {
      return both[i];
    }

    private double difference(int i) {
      return (double) both[i] - both[both.length / 2 + i];
    }

    private double data(int i) {
      return x[i] - (double) t * both[i];
    }
  }
}
