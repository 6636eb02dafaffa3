package dev.aulos.engine.sampling;

/// Heun's method on `dx/dσ = (x − x₀)/σ`: the slope is the mean of those at both ends of a step.
final class Heun implements Solver {
  private final SigmaPrediction prediction;
  private final Trajectory run;
  private final float[] end;
  private final float[] data;

  Heun(Trajectory run) {
    this.run = run;
    this.prediction = new SigmaPrediction(run);
    this.end = run.scratch();
    this.data = run.scratch();
  }

  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    float[] x = run.x;
    float[] denoised = run.denoised;
    float sigma = run.schedule.level(step);
    float next = run.schedule.level(step + 1);
    run.noise.skip(run.size()); // drawn for a churn of 0
    prediction.estimate(step, denoised);
    if (next == 0) {
      System.arraycopy(denoised, 0, x, 0, x.length);
      return;
    }
    for (int i = 0; i < x.length; i++) {
      end[i] = x[i] + (x[i] - denoised[i]) / sigma * (next - sigma);
    }
    prediction.estimate(end, next, data);
    for (int i = 0; i < x.length; i++) {
      float slope = (x[i] - denoised[i]) / sigma + (end[i] - data[i]) / next;
      x[i] += slope / 2 * (next - sigma);
    }
  }
}
