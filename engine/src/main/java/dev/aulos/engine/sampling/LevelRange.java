package dev.aulos.engine.sampling;

/// What a user may say about the noise levels of a schedule. A sampler uses what applies to it.
///
/// @param min the last level above zero, for samplers that measure noise by its deviation
/// @param max the first level; samplers that measure noise by a time take 1 if it is larger
/// @param rho how levels gather at the low end, 1 being evenly in their logarithm
public record LevelRange(double min, double max, double rho) {
  /// The range of the reference.
  public static final LevelRange DEFAULT = new LevelRange(0.01, 100, 1);

  /// This range from another first level.
  public LevelRange withMax(double max) {
    return new LevelRange(min, max, rho);
  }

  double maxTime() {
    return Math.min(1, max);
  }
}
