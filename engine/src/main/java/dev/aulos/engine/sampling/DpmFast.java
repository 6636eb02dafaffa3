package dev.aulos.engine.sampling;

/// DPM-Solver-fast: as many predictions as the schedule has steps, in steps of order 3 as far as
/// possible, evenly in ln σ from the first level to the last, which is not 0.
final class DpmFast implements Solver {
  private static final int ORDER = 3;
  private static final double R1_OF_2 = 0.5;
  private static final double R1_OF_3 = 1 / 3.0;

  private final Trajectory run;
  private final DpmSolver solver;
  private final int predictions;
  private final int steps;
  private final double start;
  private final double end;

  DpmFast(Trajectory run) {
    this.run = run;
    this.solver = new DpmSolver(run);
    this.predictions = run.schedule.steps();
    this.steps = predictions / ORDER + 1;
    this.start = -Math.log(run.schedule.level(0));
    this.end = -Math.log(run.schedule.endAboveZero());
  }

  @Override
  public int steps(int step) {
    return steps;
  }

  @Override
  public void take(int step) {
    double t = time(step);
    double h = time(step + 1) - t;
    solver.begin(t);
    switch (order(step)) {
      case 1 -> solver.first(t, h, run.x);
      case 2 -> solver.second(t, h, R1_OF_2, run.x);
      default -> {
        solver.inner(t, R1_OF_3 * h);
        solver.third(t, h, run.x);
      }
    }
    run.noise.skip(run.size()); // drawn with a weight of 0
  }

  private double time(int step) {
    return start + (end - start) * step / steps;
  }

  /// The last two steps share what threes leave: 2 and 1 if nothing, else the rest in the last.
  private int order(int step) {
    int rest = predictions % ORDER;
    int left = steps - 1 - step;
    if (rest != 0) {
      return left == 0 ? rest : ORDER;
    }
    return left >= 2 ? ORDER : left + 1;
  }
}
