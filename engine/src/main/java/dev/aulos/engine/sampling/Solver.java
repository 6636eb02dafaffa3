package dev.aulos.engine.sampling;

/// The arithmetic of a sampler, step by step, on the state of one run.
interface Solver {
  /// Moves the state by one step and leaves an estimate of the data.
  void take(int step);

  /// How many steps there are in all, as far as is known before the step `step`.
  int steps(int step);

  /// How much of the way is done before the step `step`, from 0 to 1.
  default double progress(int step) {
    return (double) step / steps(step);
  }

  /// Makes the solver of a run.
  @FunctionalInterface
  interface Factory {
    Solver of(Trajectory run);
  }
}
