package dev.aulos.engine.sampling;

import dev.aulos.engine.noise.NoiseSource;

/// A way from noise to data in steps, by the reference's name. Found in a [SamplerFamily].
public final class Sampler {
  private final String name;
  private final Interpolant interpolant;
  private final Levels levels;
  private final Solver.Factory solver;

  Sampler(String name, Interpolant interpolant, Levels levels, Solver.Factory solver) {
    this.name = name;
    this.interpolant = interpolant;
    this.levels = levels;
    this.solver = solver;
  }

  /// What users call it.
  public String name() {
    return name;
  }

  /// How the state it starts from is mixed.
  public Interpolant interpolant() {
    return interpolant;
  }

  /// The levels it goes through unless told otherwise.
  public Schedule schedule(int steps, LevelRange range) {
    return levels.of(steps, range);
  }

  /// Starts a run that moves `x` in place, `items` latents one after another, from the schedule's
  /// first level to its last.
  public SamplerRun start(
      Denoiser model, Schedule schedule, float[] x, int items, NoiseSource noise) {
    var run = new Trajectory(model, schedule, x, items, noise);
    return new SamplerRun(run, solver.of(run));
  }

  @Override
  public String toString() {
    return name;
  }

  /// How a sampler makes its schedule.
  @FunctionalInterface
  interface Levels {
    Schedule of(int steps, LevelRange range);
  }
}
