package dev.aulos.engine.sampling;

/// DPM-Solver of orders 2 and 3, whose difference decides how far the next step goes.
///
/// Runs in `t = −ln σ` from the first level of the schedule to the last, which is not 0. A step
/// that is refused leaves the state as it was.
final class DpmAdaptive implements Solver {
  private static final double TOLERANCE = 0.01; // relative, and absolute below 1
  private static final double FIRST_WIDTH = 0.05;
  private static final double ACCEPTED = 0.81;
  private static final double END = 1e-5;
  private static final double R1 = 1 / 3.0;

  private final Trajectory run;
  private final DpmSolver solver;
  private final double start;
  private final double end;
  private final float[] low;
  private final float[] high;
  private final float[] before;
  private double t;
  private double width = FIRST_WIDTH;
  private boolean refused;

  DpmAdaptive(Trajectory run) {
    this.run = run;
    this.solver = new DpmSolver(run);
    this.start = -Math.log(run.schedule.level(0));
    this.end = -Math.log(run.schedule.endAboveZero());
    this.t = start;
    this.low = run.scratch();
    this.high = run.scratch();
    this.before = run.x.clone();
  }

  @Override
  public int steps(int step) {
    return t < end - END ? step + 1 : step;
  }

  @Override
  public double progress(int step) {
    return t < end - END ? (t - start) / (end - start) : 1;
  }

  @Override
  public void take(int step) {
    double next = Math.min(end, t + width);
    if (!refused) {
      solver.begin(t);
    }
    solver.second(t, next - t, R1, low);
    solver.third(t, next - t, high);
    double factor = 1 + Math.atan(Math.cbrt(1 / (error() + 1e-8)) - 1);
    refused = factor < ACCEPTED;
    if (!refused) {
      System.arraycopy(low, 0, before, 0, low.length);
      System.arraycopy(high, 0, run.x, 0, high.length);
      run.noise.skip(run.size()); // drawn with a weight of 0
      t = next;
    }
    width *= factor;
  }

  /// The root mean square difference of both orders, 1 being as large as it may be.
  private double error() {
    double sum = 0;
    for (int i = 0; i < low.length; i++) {
      double size = Math.max(Math.abs(low[i]), Math.abs(before[i]));
      double d = (low[i] - high[i]) / Math.max(TOLERANCE, TOLERANCE * size);
      sum += d * d;
    }
    return Math.sqrt(sum / low.length);
  }
}
