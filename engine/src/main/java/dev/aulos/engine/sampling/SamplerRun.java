package dev.aulos.engine.sampling;

/// A run of a sampler, moved on by its caller. To cancel, stop calling [#advance].
public final class SamplerRun {
  private final Trajectory run;
  private final Solver solver;
  private int step;

  SamplerRun(Trajectory run, Solver solver) {
    this.run = run;
    this.solver = solver;
  }

  /// Makes the next step; false if there was none left to make.
  public boolean advance() {
    if (step >= steps()) {
      return false;
    }
    solver.take(step);
    step++;
    return true;
  }

  /// How many steps have been made.
  public int step() {
    return step;
  }

  /// How many steps there are in all. A sampler that chooses its steps knows of one more at most.
  public int steps() {
    return solver.steps(step);
  }

  /// How much of the way is done, from 0 to 1.
  public double progress() {
    return solver.progress(step);
  }

  /// The state, which the run owns; after the last step, the latent.
  public float[] x() {
    return run.x;
  }

  /// The latest estimate of the data, which the run owns; zeros before the first step.
  public float[] denoised() {
    return run.denoised;
  }
}
