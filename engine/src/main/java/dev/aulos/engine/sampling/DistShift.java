package dev.aulos.engine.sampling;

/// A warp of times in [0, 1] towards noise, the more so the longer the latent.
///
/// @param base the shift at `minFrames` and below
/// @param max the shift at `maxFrames` and above
/// @param useSine whether a quarter of a sine is applied last
public record DistShift(double base, double max, int minFrames, int maxFrames, boolean useSine)
    implements Warp {
  /// Checks that the lengths are in order.
  public DistShift {
    if (minFrames < 0 || maxFrames <= minFrames) {
      throw new IllegalArgumentException(
          String.format(
              "expected 0 <= shortest < longest latent, got %d and %d", minFrames, maxFrames));
    }
  }

  @Override
  public float apply(float t, int frames) {
    if (t <= 0 || t >= 1) {
      return t <= 0 ? 0 : 1;
    }
    double part = (double) (Math.max(minFrames, Math.min(maxFrames, frames)) - minFrames);
    double mu = -(base + (max - base) * part / (maxFrames - minFrames));
    double e = Math.exp(mu);
    double warped = 1 - e / (e + 1 / (1 - (double) t) - 1);
    return (float) (useSine ? Math.sin(warped * Math.PI / 2) : warped);
  }
}
