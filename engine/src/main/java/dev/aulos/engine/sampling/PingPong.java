package dev.aulos.engine.sampling;

/// Denoises fully, then adds fresh noise of the next level: `x = (1 − t')·x₀ + t'·ε`.
final class PingPong implements Solver {
  private final Trajectory run;
  private final float[] fresh;

  PingPong(Trajectory run) {
    this.run = run;
    this.fresh = run.scratch();
  }

  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    float[] x = run.x;
    float[] denoised = run.denoised;
    run.predict(x, step, denoised);
    run.noise.fill(fresh); // after the last step too, where its weight is 0
    run.eachItem(
        step,
        (t, next, from, to) -> {
          for (int i = from; i < to; i++) {
            denoised[i] = x[i] - t * denoised[i];
            x[i] = (1 - next) * denoised[i] + next * fresh[i];
          }
        });
  }
}
