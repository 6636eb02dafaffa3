package dev.aulos.engine;

import dev.aulos.engine.sampling.LevelRange;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How to get from noise to a latent. What is absent is chosen by the model.
///
/// @param sampler the name, as in the reference (`pingpong`, `euler`, `dpmpp-3m-sde` …)
/// @param steps 1 to 1000
/// @param guidanceScale 1 for none; −100 to 100
/// @param guidanceRescale part of the guided prediction brought back to the conditional one's
///   deviation, 0 to 1
/// @param guidanceFrom lowest noise level at which guidance applies
/// @param guidanceTo highest noise level at which guidance applies
/// @param sigmaMin last noise level above 0 (models with the v objective)
/// @param sigmaMax first noise level; for flow models at most 1
/// @param rho bend of the noise levels (models with the v objective)
public record SamplingOptions(
    Optional<String> sampler,
    OptionalInt steps,
    OptionalDouble guidanceScale,
    double guidanceRescale,
    double guidanceFrom,
    double guidanceTo,
    OptionalDouble sigmaMin,
    OptionalDouble sigmaMax,
    OptionalDouble rho) {
  /// All chosen by the model.
  public static final SamplingOptions DEFAULT =
      new SamplingOptions(
          Optional.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          0,
          0,
          1,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /// Checks the ranges.
  public SamplingOptions {
    steps.ifPresent(n -> check("steps", n, 1, 1000));
    guidanceScale.ifPresent(s -> check("guidance scale", s, -100, 100));
    check("guidance rescale", guidanceRescale, 0, 1);
    check("guidance interval start", guidanceFrom, 0, 1);
    check("guidance interval end", guidanceTo, 0, 1);
    sigmaMin.ifPresent(s -> check("sigma min", s, 1e-6, 1e4));
    sigmaMax.ifPresent(s -> check("sigma max", s, 1e-6, 1e5));
    rho.ifPresent(r -> check("rho", r, 0.01, 100));
  }

  private static void check(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new RequestException(
          what + " " + number(value) + ": expected " + number(least) + " to " + number(most));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /// These, with a sampler.
  public SamplingOptions withSampler(String name) {
    return new SamplingOptions(
        Optional.of(name),
        steps,
        guidanceScale,
        guidanceRescale,
        guidanceFrom,
        guidanceTo,
        sigmaMin,
        sigmaMax,
        rho);
  }

  /// These, with a number of steps.
  public SamplingOptions withSteps(int n) {
    return new SamplingOptions(
        sampler,
        OptionalInt.of(n),
        guidanceScale,
        guidanceRescale,
        guidanceFrom,
        guidanceTo,
        sigmaMin,
        sigmaMax,
        rho);
  }

  /// These, with a guidance scale.
  public SamplingOptions withGuidanceScale(double scale) {
    return new SamplingOptions(
        sampler,
        steps,
        OptionalDouble.of(scale),
        guidanceRescale,
        guidanceFrom,
        guidanceTo,
        sigmaMin,
        sigmaMax,
        rho);
  }

  /// These, with a part of guidance rescaled.
  public SamplingOptions withGuidanceRescale(double part) {
    return new SamplingOptions(
        sampler, steps, guidanceScale, part, guidanceFrom, guidanceTo, sigmaMin, sigmaMax, rho);
  }

  /// These, with guidance only between two noise levels.
  public SamplingOptions withGuidanceInterval(double from, double to) {
    return new SamplingOptions(
        sampler, steps, guidanceScale, guidanceRescale, from, to, sigmaMin, sigmaMax, rho);
  }

  /// These, with other ends and bend of the noise levels.
  public SamplingOptions withSigmas(OptionalDouble min, OptionalDouble max, OptionalDouble bend) {
    return new SamplingOptions(
        sampler, steps, guidanceScale, guidanceRescale, guidanceFrom, guidanceTo, min, max, bend);
  }

  SamplingOptions withRange(LevelRange range) {
    return withSigmas(
        range.min() > 0 ? OptionalDouble.of(range.min()) : OptionalDouble.empty(),
        OptionalDouble.of(range.max()),
        OptionalDouble.of(range.rho()));
  }
}
