package dev.aulos.engine.noise;

/// Noise of unit variance that belongs to an interval of noise levels.
@FunctionalInterface
public interface IntervalNoise {
  /// Fills `out` with the noise of the step from the level `from` to the level `to`.
  void fill(float from, float to, float[] out);
}
