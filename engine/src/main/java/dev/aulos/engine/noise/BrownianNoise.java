package dev.aulos.engine.noise;

/// The increments of a Brownian path between noise levels, scaled to unit variance.
///
/// Levels fall, so a step runs against the direction of the path and its increment is negated.
record BrownianNoise(BrownianTree path) implements IntervalNoise {
  @Override
  public void fill(float from, float to, float[] out) {
    path.increment(Math.min(from, to), Math.max(from, to), out);
    float scale = (float) Math.sqrt(Math.abs(to - from));
    float divisor = to < from ? -scale : scale;
    for (int i = 0; i < out.length; i++) {
      out[i] /= divisor;
    }
  }
}
