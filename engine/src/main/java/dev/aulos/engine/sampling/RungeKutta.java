package dev.aulos.engine.sampling;

/// The classical Runge–Kutta method of order 4 on the velocity; four predictions a step.
final class RungeKutta implements Solver {
  private static final float[] REACH = {0, 0.5f, 0.5f, 1}; // how far into the step k is taken
  private static final float[] WEIGHT = {1 / 6f, 1 / 3f, 1 / 3f, 1 / 6f};

  private final Trajectory run;
  private final float floor;
  private final float[] k;
  private final float[] point;
  private final float[] sum;

  /// A solver that never asks for a prediction at a time below `floor`.
  RungeKutta(Trajectory run, float floor) {
    this.run = run;
    this.floor = floor;
    this.k = run.scratch();
    this.point = run.scratch();
    this.sum = run.scratch();
  }

  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    System.arraycopy(run.x, 0, sum, 0, sum.length);
    System.arraycopy(run.x, 0, point, 0, point.length);
    for (int stage = 0; stage < WEIGHT.length; stage++) {
      float reach = REACH[stage];
      run.predict(point, item -> time(item, step, reach), k);
      add(step, stage);
    }
    System.arraycopy(sum, 0, run.x, 0, sum.length);
  }

  private float time(int item, int step, float reach) {
    float t = run.schedule.level(item, step);
    float next = run.schedule.level(item, step + 1);
    return Math.max(floor, reach == 1 ? next : t + reach * (next - t));
  }

  private void add(int step, int stage) {
    float[] x = run.x;
    float further = stage + 1 < REACH.length ? REACH[stage + 1] : 0;
    run.eachItem(
        step,
        (t, next, from, to) -> {
          float h = next - t;
          for (int i = from; i < to; i++) {
            sum[i] += h * WEIGHT[stage] * k[i];
            point[i] = x[i] + h * further * k[i];
            run.denoised[i] = stage == 0 ? x[i] - t * k[i] : run.denoised[i];
          }
        });
  }
}
