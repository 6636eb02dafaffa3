package dev.aulos.engine;

import java.util.OptionalDouble;

/// How strongly the prompt is followed (classifier-free guidance, arXiv:2207.12598).
///
/// @param scale 1 for no guidance, which is faster; −100 to 100
/// @param rescale part of the guided prediction brought back to the conditional one's deviation, 0
///   to 1
/// @param from lowest noise level at which guidance applies, 0 to 1
/// @param to highest noise level at which guidance applies, 0 to 1
/// @param apg part of guidance that leaves out what points where the sound already points, 0 to 1
///   (arXiv:2410.02416); models of Stable Audio 3
/// @param normThreshold how far guidance may push at once, as a Euclidean norm; 0 for any distance;
///   models of Stable Audio 3
public record GuidanceOptions(
    OptionalDouble scale,
    double rescale,
    double from,
    double to,
    OptionalDouble apg,
    double normThreshold) {
  /// All chosen by the model.
  public static final GuidanceOptions DEFAULT =
      new GuidanceOptions(OptionalDouble.empty(), 0, 0, 1, OptionalDouble.empty(), 0);

  /// Checks the ranges.
  public GuidanceOptions {
    scale.ifPresent(s -> Range.check("guidance scale", s, -100, 100));
    Range.check("guidance rescale", rescale, 0, 1);
    Range.check("guidance interval start", from, 0, 1);
    Range.check("guidance interval end", to, 0, 1);
    apg.ifPresent(a -> Range.check("apg", a, 0, 1));
    Range.check("guidance norm threshold", normThreshold, 0, 1e6);
    if (from > to) {
      throw new RequestException(
          "guidance interval " + from + " to " + to + ": expected from ≤ to");
    }
  }

  /// These, with a scale.
  public GuidanceOptions withScale(double value) {
    return new GuidanceOptions(OptionalDouble.of(value), rescale, from, to, apg, normThreshold);
  }

  /// These, with a part rescaled.
  public GuidanceOptions withRescale(double part) {
    return new GuidanceOptions(scale, part, from, to, apg, normThreshold);
  }

  /// These, only between two noise levels.
  public GuidanceOptions within(double least, double most) {
    return new GuidanceOptions(scale, rescale, least, most, apg, normThreshold);
  }

  /// These, with another part projected.
  public GuidanceOptions withApg(double part) {
    return new GuidanceOptions(scale, rescale, from, to, OptionalDouble.of(part), normThreshold);
  }

  /// These, with another limit; 0 for none.
  public GuidanceOptions withNormThreshold(double threshold) {
    return new GuidanceOptions(scale, rescale, from, to, apg, threshold);
  }
}
