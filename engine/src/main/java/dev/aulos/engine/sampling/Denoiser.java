package dev.aulos.engine.sampling;

/// The network as a sampler sees it: what it predicts, guidance included, of a state at a time.
@FunctionalInterface
public interface Denoiser {
  /// Predicts from the state `x`, of `times.length` items one after another, item i being at the
  /// time `times[i]`, into `out`, which has the size of `x`. Neither `x` nor `times` may change.
  void predict(float[] x, float[] times, float[] out);

  /// Predicts as [#predict] does, and without guidance into `unguided`. A network that runs without
  /// guidance predicts the same twice, which is what this does unless overridden.
  default void predictBoth(float[] x, float[] times, float[] guided, float[] unguided) {
    predict(x, times, guided);
    System.arraycopy(guided, 0, unguided, 0, guided.length);
  }
}
