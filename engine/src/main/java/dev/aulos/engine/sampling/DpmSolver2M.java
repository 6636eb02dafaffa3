package dev.aulos.engine.sampling;

/// DPM-Solver++(2M) (arXiv:2211.01095): extrapolates the data from two estimates.
///
/// With `h = λ' − λ` and the estimate before, `D = x₀ + h/(2·h_before)·(x₀ − x₀_before)`; then `x =
/// σ'/σ·x + (1 − σ'/σ)·D`. For a flow this is the same, since its factor `−(1 − t')·(e⁻ʰ − 1)` is
/// `1 − t'/t`.
final class DpmSolver2M implements Solver {
  private final Trajectory run;
  private final DataPrediction prediction;
  private final float[] latest;

  DpmSolver2M(Trajectory run, DataPrediction prediction) {
    this.run = run;
    this.prediction = prediction;
    this.latest = run.scratch();
  }

  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    float[] x = run.x;
    float[] denoised = run.denoised;
    prediction.estimate(step, latest);
    int size = run.size() / run.items();
    run.eachItem(
        step,
        (level, next, from, to) -> {
          float slope = next == 0 || step == 0 ? 0 : slope(from / size, step);
          float keep = next / level;
          for (int i = from; i < to; i++) {
            float data = latest[i] + slope * (latest[i] - denoised[i]);
            x[i] = keep * x[i] + (1 - keep) * data;
            denoised[i] = latest[i];
          }
        });
  }

  private float slope(int item, int step) {
    double before = lambda(item, step - 1);
    double now = lambda(item, step);
    return (float) ((lambda(item, step + 1) - now) / (2 * (now - before)));
  }

  private double lambda(int item, int step) {
    return prediction.lambda(run.schedule.level(item, step));
  }
}
