package dev.aulos.engine.sampling;

/// The times at which the logarithm of the signal-to-noise ratio grows evenly, to `end` at time 0.
///
/// At time 1 it is `anchor`, and `rate` less for each doubling of the length over `anchorFrames`.
/// F32 is rounded where the reference rounds it.
public record LogSnr(double rate, double anchorFrames, double anchor, double end) implements Warp {
  /// What Stable Audio 3 uses: the same for every length.
  public static final LogSnr DEFAULT = new LogSnr(0, 2000, -6.2, 2);

  /// Checks that the anchor is a length.
  public LogSnr {
    if (!(anchorFrames > 0)) {
      throw new IllegalArgumentException(
          "the anchor of a schedule is " + anchorFrames + " frames, expected more than 0");
    }
  }

  @Override
  public float apply(float t, int frames) {
    if (t <= 0 || t >= 1) {
      return t <= 0 ? 0 : 1;
    }
    double octaves = rate == 0 ? 0 : Math.log(frames / anchorFrames) / Math.log(2);
    float range = (float) (end - (anchor - rate * octaves));
    float logSnr = (float) end - t * range;
    return 1 / (1 + (float) Math.exp(logSnr));
  }
}
