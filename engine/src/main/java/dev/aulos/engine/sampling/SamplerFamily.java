package dev.aulos.engine.sampling;

import java.util.ArrayList;
import java.util.List;

/// The samplers that suit what a network was trained to predict.
public enum SamplerFamily {
  /// For the objectives `rectified_flow` and `rf_denoiser`.
  FLOW,
  /// The same for Stable Audio 3, which keeps times away from 0 and 1 where it takes logarithms.
  FLOW_3,
  /// For the objective `v`.
  V;

  /// The sampler of that name.
  public Sampler named(String name) {
    for (var sampler : samplers()) {
      if (sampler.name().equals(name)) {
        return sampler;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            "no sampler '%s' for this model; it has %s", name, String.join(", ", names())));
  }

  /// The names of the samplers.
  public List<String> names() {
    var names = new ArrayList<String>();
    for (var sampler : samplers()) {
      names.add(sampler.name());
    }
    return List.copyOf(names);
  }

  private List<Sampler> samplers() {
    return switch (this) {
      case FLOW ->
          List.of(
              flow("euler", Euler::new),
              linear("rk4", Interpolant.FLOW, run -> new RungeKutta(run, 0)),
              flow("dpmpp", run -> new DpmSolver2M(run, new FlowPrediction(run, 0))),
              flow("pingpong", PingPong::new));
      case FLOW_3 ->
          List.of(
              warped("euler", Euler::new),
              warped("rk4", run -> new RungeKutta(run, 1e-5f)),
              warped("dpmpp", run -> new DpmSolver2M(run, new FlowPrediction(run, 1e-10))),
              warped("pingpong", PingPong::new));
      case V ->
          List.of(
              linear("v-ddim", Interpolant.CIRCLE, Ddim::of),
              linear("v-ddim-cfgpp", Interpolant.CIRCLE, Ddim::plusPlus),
              sigma("dpmpp-2m", run -> new DpmSolver2M(run, new SigmaPrediction(run))),
              sigma("dpmpp-2m-sde", DpmSolverSde::ofOrder2),
              sigma("dpmpp-3m-sde", DpmSolverSde::ofOrder3),
              sigma("k-heun", Heun::new),
              sigma("k-lms", LinearMultistep::new),
              sigma("k-dpm-2", Dpm2::new),
              logarithmic("k-dpm-fast", DpmFast::new),
              logarithmic("k-dpm-adaptive", DpmAdaptive::new),
              sigma("k-dpmpp-2s-ancestral", Ancestral2S::new));
    };
  }

  private static Sampler flow(String name, Solver.Factory solver) {
    return new Sampler(
        name, Interpolant.FLOW, (steps, range) -> Schedule.flow(steps, range.maxTime()), solver);
  }

  private static Sampler warped(String name, Solver.Factory solver) {
    var anyLength = List.of(1);
    return new Sampler(
        name,
        Interpolant.FLOW,
        (steps, range) -> Schedule.warped(steps, range.maxTime(), LogSnr.DEFAULT, anyLength),
        solver);
  }

  /// Some samplers go through evenly spaced times, whatever the schedule of the others.
  private static Sampler linear(String name, Interpolant interpolant, Solver.Factory solver) {
    return new Sampler(
        name, interpolant, (steps, range) -> Schedule.linear(steps, range.maxTime()), solver);
  }

  private static Sampler sigma(String name, Solver.Factory solver) {
    return new Sampler(
        name,
        Interpolant.SIGMA,
        (steps, r) -> Schedule.polyexponential(steps, r.min(), r.max(), r.rho()),
        solver);
  }

  private static Sampler logarithmic(String name, Solver.Factory solver) {
    return new Sampler(
        name,
        Interpolant.SIGMA,
        (steps, range) -> Schedule.logarithmic(steps, range.min(), range.max()),
        solver);
  }
}
