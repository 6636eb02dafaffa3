package dev.aulos.engine.sampling;

/// The data a velocity points at: `x₀ = x − t·v`.
///
/// @param floor the least value of `t` and `1 − t` when logarithms are taken; with 0, `λ(1) = −∞`
record FlowPrediction(Trajectory run, double floor) implements DataPrediction {
  @Override
  public void estimate(int step, float[] out) {
    run.predict(run.x, step, out);
    run.eachItem(
        step,
        (t, next, from, to) -> {
          for (int i = from; i < to; i++) {
            out[i] = run.x[i] - t * out[i];
          }
        });
  }

  @Override
  public double lambda(float t) {
    return Math.log(Math.max(1.0 - t, floor) / Math.max(t, floor));
  }
}
