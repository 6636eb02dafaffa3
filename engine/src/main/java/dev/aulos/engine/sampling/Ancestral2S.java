package dev.aulos.engine.sampling;

/// DPM-Solver++(2S) down to a level below the next one, then fresh noise up to it.
///
/// The level below is `σd = √(σ'² − σu²)`, with the noise `σu = σ'·√((σ² − σ'²)/σ²)`.
final class Ancestral2S implements Solver {
  private final SigmaPrediction prediction;
  private final Trajectory run;
  private final float[] middle;
  private final float[] data;

  Ancestral2S(Trajectory run) {
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
    double sigma = run.schedule.level(step);
    double next = run.schedule.level(step + 1);
    double up = Math.min(next, next * Math.sqrt(Math.max(0, 1 - next * next / (sigma * sigma))));
    double down = Math.sqrt(next * next - up * up);
    prediction.estimate(step, run.denoised);
    if (down == 0) {
      System.arraycopy(run.denoised, 0, run.x, 0, run.size());
    } else {
      descend(sigma, down);
    }
    if (next > 0) {
      rise((float) up);
    }
  }

  /// By a prediction at the geometric middle of both levels.
  private void descend(double sigma, double down) {
    double mean = Math.sqrt(sigma * down);
    blend(run.x, (float) (mean / sigma), run.denoised, middle);
    prediction.estimate(middle, (float) mean, data);
    blend(run.x, (float) (down / sigma), data, run.x);
  }

  private void rise(float up) {
    run.noise.fill(data);
    for (int i = 0; i < data.length; i++) {
      run.x[i] += data[i] * up;
    }
  }

  private static void blend(float[] x, float keep, float[] data, float[] out) {
    for (int i = 0; i < x.length; i++) {
      out[i] = keep * x[i] + (1 - keep) * data[i];
    }
  }
}
