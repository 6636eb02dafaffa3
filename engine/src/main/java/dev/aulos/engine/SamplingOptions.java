package dev.aulos.engine;

import dev.aulos.engine.sampling.LevelRange;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How to get from noise to a latent. What is absent is chosen by the model.
///
/// @param sampler the name, as in the reference (`pingpong`, `euler`, `dpmpp-3m-sde` …)
/// @param steps 1 to 1000
/// @param guidance how strongly the prompt is followed
/// @param sigmaMin last noise level above 0 (models with the v objective)
/// @param sigmaMax first noise level; for flow models at most 1
/// @param rho bend of the noise levels (models with the v objective)
public record SamplingOptions(
    Optional<String> sampler,
    OptionalInt steps,
    GuidanceOptions guidance,
    OptionalDouble sigmaMin,
    OptionalDouble sigmaMax,
    OptionalDouble rho) {
  /// All chosen by the model.
  public static final SamplingOptions DEFAULT =
      new SamplingOptions(
          Optional.empty(),
          OptionalInt.empty(),
          GuidanceOptions.DEFAULT,
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /// Checks the ranges.
  public SamplingOptions {
    steps.ifPresent(n -> Range.check("steps", n, 1, 1000));
    sigmaMin.ifPresent(s -> Range.check("sigma min", s, 1e-6, 1e4));
    sigmaMax.ifPresent(s -> Range.check("sigma max", s, 1e-6, 1e5));
    rho.ifPresent(r -> Range.check("rho", r, 0.01, 100));
  }

  /// These, with a sampler.
  public SamplingOptions withSampler(String name) {
    return new SamplingOptions(Optional.of(name), steps, guidance, sigmaMin, sigmaMax, rho);
  }

  /// These, with a number of steps.
  public SamplingOptions withSteps(int n) {
    return new SamplingOptions(sampler, OptionalInt.of(n), guidance, sigmaMin, sigmaMax, rho);
  }

  /// These, guided otherwise.
  public SamplingOptions withGuidance(GuidanceOptions options) {
    return new SamplingOptions(sampler, steps, options, sigmaMin, sigmaMax, rho);
  }

  /// These, with a guidance scale.
  public SamplingOptions withGuidanceScale(double scale) {
    return withGuidance(guidance.withScale(scale));
  }

  /// These, with other ends and bend of the noise levels.
  public SamplingOptions withSigmas(OptionalDouble min, OptionalDouble max, OptionalDouble bend) {
    return new SamplingOptions(sampler, steps, guidance, min, max, bend);
  }

  SamplingOptions withRange(LevelRange range) {
    return withSigmas(
        range.min() > 0 ? OptionalDouble.of(range.min()) : OptionalDouble.empty(),
        OptionalDouble.of(range.max()),
        OptionalDouble.of(range.rho()));
  }
}
