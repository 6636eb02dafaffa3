package dev.aulos.engine.sampling;

/// DPM-2: the slope `(x − x₀)/σ` of a step is that at the geometric middle of its ends.
final class Dpm2 implements Solver {
  private final SigmaPrediction prediction;
  private final Trajectory run;
  private final float[] middle;
  private final float[] data;

  Dpm2(Trajectory run) {
    this.run = run;
    this.prediction = new SigmaPrediction(run);
    this.middle = run.scratch();
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
    float mean = (float) Math.sqrt((double) sigma * next);
    for (int i = 0; i < x.length; i++) {
      middle[i] = x[i] + (x[i] - denoised[i]) / sigma * (mean - sigma);
    }
    prediction.estimate(middle, mean, data);
    for (int i = 0; i < x.length; i++) {
      x[i] += (middle[i] - data[i]) / mean * (next - sigma);
    }
  }
}
