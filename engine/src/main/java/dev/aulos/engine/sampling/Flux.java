package dev.aulos.engine.sampling;

/// The warp `t' = αt / (1 + (α − 1)t)`, whose α grows with a power of the length between two
/// lengths.
public record Flux(double alphaMin, double alphaMax, int minFrames, int maxFrames) implements Warp {
  /// Checks that the lengths are in order and both α above 0.
  public Flux {
    if (minFrames < 1 || maxFrames <= minFrames || !(alphaMin > 0) || !(alphaMax > 0)) {
      throw new IllegalArgumentException(
          String.format(
              "expected 0 < shortest < longest latent and factors above 0, got %d, %d, %s and %s",
              minFrames, maxFrames, alphaMin, alphaMax));
    }
  }

  @Override
  public float apply(float t, int frames) {
    double length = Math.max(minFrames, Math.min(maxFrames, frames));
    double part = Math.log(length / minFrames) / Math.log((double) maxFrames / minFrames);
    double alpha = alphaMin * Math.pow(alphaMax / alphaMin, part);
    return (float) (alpha * t / (1 + (alpha - 1) * t));
  }
}
