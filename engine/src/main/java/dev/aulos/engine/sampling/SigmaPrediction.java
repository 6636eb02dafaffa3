package dev.aulos.engine.sampling;

/// The data seen by a network of the v objective in a state of deviation σ.
///
/// With `t = 2·atan(σ)/π`, `x₀ = x/(σ² + 1) − σ/√(σ² + 1)·v(x/√(σ² + 1), t)`.
final class SigmaPrediction implements DataPrediction {
  private final Trajectory run;
  private final float[] scaled;

  SigmaPrediction(Trajectory run) {
    run.schedule.checkShared();
    this.run = run;
    this.scaled = run.scratch();
  }

  @Override
  public void estimate(int step, float[] out) {
    estimate(run.x, run.schedule.level(step), out);
  }

  @Override
  public double lambda(float sigma) {
    return -Math.log(sigma);
  }

  /// Estimates the data from a state of deviation `sigma`.
  void estimate(float[] x, float sigma, float[] out) {
    double variance = (double) sigma * sigma + 1;
    float in = (float) (1 / Math.sqrt(variance));
    float skip = (float) (1 / variance);
    float weight = (float) (-sigma / Math.sqrt(variance));
    for (int i = 0; i < x.length; i++) {
      scaled[i] = x[i] * in;
    }
    run.predict(scaled, time(sigma), out);
    for (int i = 0; i < x.length; i++) {
      out[i] = out[i] * weight + x[i] * skip;
    }
  }

  private static float time(float sigma) {
    return (float) Math.atan(sigma) / (float) Math.PI * 2;
  }
}
