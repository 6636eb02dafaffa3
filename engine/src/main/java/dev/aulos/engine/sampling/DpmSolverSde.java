package dev.aulos.engine.sampling;

import dev.aulos.engine.noise.IntervalNoise;

/// DPM-Solver++(2M) and (3M) for the stochastic equation: a multistep over estimates of the data,
/// with the noise of a Brownian path.
///
/// With `q = σ'/σ` and `h = −ln q`: `x = q²·x + (1 − q²)·x₀ + … + σ'·√(1 − q²)·n(σ, σ')`. The dots
/// are the differences to estimates before: of order 2 `(1 − q²)/2·(x₀ − x₀₁)·h/h₁`; of order 3
/// with `φ₂ = 1 − (1 − q²)/2h` and `φ₃ = φ₂/2h − ½`, `φ₂·d₁ − φ₃·d₂`.
final class DpmSolverSde implements Solver {
  private final SigmaPrediction prediction;
  private final Trajectory run;
  private final boolean third;
  private final IntervalNoise noise;
  private final float[] latest;
  private final float[] older;
  private final float[] fresh;

  private DpmSolverSde(Trajectory run, boolean third) {
    this.run = run;
    this.third = third;
    this.prediction = new SigmaPrediction(run);
    this.noise = run.noise.intervals(run.schedule.low(), run.schedule.high(), run.size());
    this.latest = run.scratch();
    this.older = run.scratch();
    this.fresh = run.scratch();
  }

  static DpmSolverSde ofOrder2(Trajectory run) {
    return new DpmSolverSde(run, false);
  }

  static DpmSolverSde ofOrder3(Trajectory run) {
    return new DpmSolverSde(run, true);
  }

  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    float sigma = run.schedule.level(step);
    float next = run.schedule.level(step + 1);
    prediction.estimate(step, latest);
    if (next == 0) {
      System.arraycopy(latest, 0, run.x, 0, latest.length);
      System.arraycopy(latest, 0, run.denoised, 0, latest.length);
      return;
    }
    noise.fill(sigma, next, fresh);
    double q = (double) next / sigma;
    move((float) (q * q), differences(step), (float) (next * Math.sqrt(1 - q * q)));
  }

  private void move(float keep, Differences d, float deviation) {
    float[] x = run.x;
    float[] before = run.denoised;
    for (int i = 0; i < x.length; i++) {
      x[i] =
          keep * x[i]
              + (1 - keep) * latest[i]
              + d.first * (latest[i] - before[i])
              + d.second * (before[i] - older[i])
              + deviation * fresh[i];
      older[i] = before[i];
      before[i] = latest[i];
    }
  }

  /// The weights of `x₀ − x₀₁` and `x₀₁ − x₀₂`.
  private Differences differences(int step) {
    if (step == 0) {
      return new Differences(0, 0);
    }
    double h = width(step);
    double h1 = width(step - 1);
    if (!third) {
      return new Differences(-Math.expm1(-2 * h) / 2 * h / h1, 0);
    }
    double phi2 = Math.expm1(-2 * h) / (2 * h) + 1;
    if (step == 1) {
      return new Differences(phi2 * h / h1, 0);
    }
    double phi3 = phi2 / (2 * h) - 0.5;
    double r0 = h1 / h;
    double r1 = width(step - 2) / h;
    // d₁ = d₁₀ + (d₁₀ − d₁₁)·r₀/(r₀ + r₁) and d₂ = (d₁₀ − d₁₁)/(r₀ + r₁), over the differences
    double bend = (phi2 * r0 - phi3) / (r0 + r1);
    return new Differences((phi2 + bend) / r0, -bend / r1);
  }

  private double width(int step) {
    return prediction.lambda(run.schedule.level(step + 1))
        - prediction.lambda(run.schedule.level(step));
  }

  private record Differences(float first, float second) {
    Differences(double first, double second) {
      this((float) first, (float) second);
    }
  }
}
