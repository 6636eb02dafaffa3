package dev.aulos.engine.sampling;

/// Adams–Bashforth over uneven steps: the slopes `(x − x₀)/σ` of the last four levels, joined by a
/// polynomial that is integrated over the step.
final class LinearMultistep implements Solver {
  private static final int ORDER = 4;
  private static final double GAUSS = 1 / Math.sqrt(3); // two points are exact up to degree 3

  private final SigmaPrediction prediction;
  private final Trajectory run;
  private final float[][] slopes = new float[ORDER][];

  LinearMultistep(Trajectory run) {
    this.run = run;
    this.prediction = new SigmaPrediction(run);
    for (int i = 0; i < ORDER; i++) {
      slopes[i] = run.scratch();
    }
  }

  @Override
  public int steps(int step) {
    return run.schedule.steps();
  }

  @Override
  public void take(int step) {
    float[] x = run.x;
    float[] latest = slopes[step % ORDER];
    float sigma = run.schedule.level(step);
    prediction.estimate(step, run.denoised);
    for (int i = 0; i < x.length; i++) {
      latest[i] = (x[i] - run.denoised[i]) / sigma;
    }
    int order = Math.min(step + 1, ORDER);
    for (int j = 0; j < order; j++) {
      float weight = (float) weight(step, j, order);
      float[] slope = slopes[(step - j) % ORDER];
      for (int i = 0; i < x.length; i++) {
        x[i] += weight * slope[i];
      }
    }
  }

  /// The integral over the step of the Lagrange polynomial of the level `j` steps ago.
  private double weight(int step, int j, int order) {
    double from = run.schedule.level(step);
    double half = (run.schedule.level(step + 1) - from) / 2;
    double middle = from + half;
    return half
        * (lagrange(middle - half * GAUSS, step, j, order)
            + lagrange(middle + half * GAUSS, step, j, order));
  }

  private double lagrange(double tau, int step, int j, int order) {
    double own = run.schedule.level(step - j);
    double product = 1;
    for (int k = 0; k < order; k++) {
      if (k != j) {
        double other = run.schedule.level(step - k);
        product *= (tau - other) / (own - other);
      }
    }
    return product;
  }
}
