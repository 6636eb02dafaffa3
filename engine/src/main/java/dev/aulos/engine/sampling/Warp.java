package dev.aulos.engine.sampling;

/// A map of the times of a flow, from [0, 1] to itself, which moves steps to where they matter. It
/// may depend on the length of the latent.
public sealed interface Warp permits Warp.None, DistShift, LogSnr, Flux {
  /// The time that takes the place of `t` for a latent of `frames` frames. Zero and one stay.
  float apply(float t, int frames);

  /// Times as they are.
  record None() implements Warp {
    @Override
    public float apply(float t, int frames) {
      return t;
    }
  }
}
