package dev.aulos.engine.sampling;

/// Single steps of DPM-Solver (arXiv:2206.00927) of orders 1 to 3, in the time `t = −ln σ`.
///
/// With `ε = (x − x₀)/σ` and `h = t' − t`, each order adds a prediction within the step to the one
/// before. Predictions of a step are kept until [#begin] is called for another.
final class DpmSolver {
  private final SigmaPrediction prediction;
  private final Trajectory run;
  private final float[] e;
  private final float[] e1;
  private final float[] e2;
  private final float[] point;

  DpmSolver(Trajectory run) {
    this.run = run;
    this.prediction = new SigmaPrediction(run);
    this.e = run.scratch();
    this.e1 = run.scratch();
    this.e2 = run.scratch();
    this.point = run.scratch();
  }

  static double sigma(double t) {
    return Math.exp(-t);
  }

  /// Predicts the noise in the state at the time `t`, and leaves the estimate of the data.
  void begin(double t) {
    float sigma = (float) sigma(t);
    prediction.estimate(run.x, sigma, run.denoised);
    for (int i = 0; i < e.length; i++) {
      e[i] = (run.x[i] - run.denoised[i]) / sigma;
    }
  }

  /// `x − σ'·(eʰ − 1)·ε`.
  void first(double t, double h, float[] out) {
    combine(sigma(t + h) * Math.expm1(h), e, 0, out);
  }

  /// A step of order 2 that predicts at `t + r1·h`; that prediction is kept for [#third].
  void second(double t, double h, double r1, float[] out) {
    inner(t, r1 * h);
    double weight = sigma(t + h) * Math.expm1(h);
    combine(weight, e1, weight / (2 * r1), out);
  }

  /// A step of order 3 after that of order 2 with `r1` = ⅓, which predicts at `t + ⅔h` too.
  void third(double t, double h, float[] out) {
    double r2 = 2 / 3.0;
    double reach = r2 * h;
    double grown = Math.expm1(reach);
    double sigma = sigma(t + reach);
    combine(sigma * grown, e1, sigma * 2 * (grown / reach - 1), point); // r2/r1 = 2
    noise(t + reach, e2);
    double end = sigma(t + h);
    combine(end * Math.expm1(h), e2, end / r2 * (Math.expm1(h) / h - 1), out);
  }

  /// Predicts at `t + reach`, reached by a step of order 1.
  void inner(double t, double reach) {
    first(t, reach, point);
    noise(t + reach, e1);
  }

  private void noise(double t, float[] out) {
    float sigma = (float) sigma(t);
    prediction.estimate(point, sigma, out);
    for (int i = 0; i < out.length; i++) {
      out[i] = (point[i] - out[i]) / sigma;
    }
  }

  /// `x − a·ε − b·(other − ε)`.
  private void combine(double a, float[] other, double b, float[] out) {
    float along = (float) a;
    float bend = (float) b;
    for (int i = 0; i < out.length; i++) {
      out[i] = run.x[i] - along * e[i] - bend * (other[i] - e[i]);
    }
  }
}
