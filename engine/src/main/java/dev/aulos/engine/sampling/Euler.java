package dev.aulos.engine.sampling;

/// Follows the velocity in straight lines: `x += (t' − t)·v`.
record Euler(Trajectory run) implements Solver {
  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    float[] x = run.x;
    float[] denoised = run.denoised;
    run.predict(x, step, denoised);
    run.eachItem(
        step,
        (t, next, from, to) -> {
          for (int i = from; i < to; i++) {
            float v = denoised[i];
            denoised[i] = x[i] - t * v;
            x[i] += (next - t) * v;
          }
        });
  }
}
