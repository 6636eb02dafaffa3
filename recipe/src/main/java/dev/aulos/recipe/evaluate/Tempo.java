package dev.aulos.recipe.evaluate;

import java.util.OptionalDouble;

/// Beats per minute, from the self-similarity of the [Onsets].
///
/// A beat of `p` steps is credited with the mean autocorrelation at multiples of `p`, `p/2` and
/// `p/4` (a comb over binary subdivisions: a tempo whose halves fall between the onsets loses to
/// one whose halves meet them), at positions interpolated between steps, mildly preferring 60 to
/// 180 BPM's middle.
///
/// Which of a tempo, its half and its double is "the" tempo is a matter of taste for many rhythms:
/// estimates are folded into 60 to 180 BPM, and one is right if it or its half or double is within
/// 2 % of the claim. A third, two thirds or three halves are wrong.
final class Tempo {
  static final double SLOWEST = 60;
  static final double FASTEST = 180;

  private static final double TOLERANCE = 0.02;
  private static final double STEP = 1.001;
  private static final double[] LEVELS = {1, 0.5, 0.25};
  private static final double[] WEIGHTS = {1, 0.6, 0.3};

  private final double[] similarity; // by lag; 1 at lag 0
  private final double rate;

  private Tempo(double[] similarity, double rate) {
    this.similarity = similarity;
    this.rate = rate;
  }

  /// The tempo in BPM between 60 and 180; empty if fewer than two things begin, or the sound is
  /// shorter than a beat and a half of the slowest.
  static OptionalDouble of(Onsets onsets) {
    var strength = onsets.strength();
    if (strength.length < 1.5 * onsets.rate() || onsets.times(0.1).size() < 2) {
      return OptionalDouble.empty();
    }
    return new Tempo(similarity(smooth(strength)), onsets.rate()).best();
  }

  /// Whether an estimate, its half or its double is a claimed tempo, within 2 %.
  static boolean agrees(double estimate, double claimed) {
    for (double factor : new double[] {1, 0.5, 2}) {
      if (Math.abs(estimate * factor / claimed - 1) <= TOLERANCE) {
        return true;
      }
    }
    return false;
  }

  private static double[] smooth(double[] strength) {
    var smooth = new double[strength.length];
    for (int t = 0; t < smooth.length; t++) {
      double before = strength[Math.max(0, t - 1)];
      double after = strength[Math.min(strength.length - 1, t + 1)];
      smooth[t] = Math.sqrt(0.25 * before + 0.5 * strength[t] + 0.25 * after);
    }
    return smooth;
  }

  private static double[] similarity(double[] x) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    var similarity = new double[(int) (0.85 * x.length)];
    for (int lag = 0; lag < similarity.length; lag++) {
      double sum = 0;
      for (int t = lag; t < x.length; t++) {
        sum += (x[t] - mean) * (x[t - lag] - mean);
      }
      similarity[lag] = sum / (x.length - lag);
    }
    double power = Math.max(1e-12, similarity[0]);
    for (int lag = 0; lag < similarity.length; lag++) {
      similarity[lag] /= power;
    }
    return similarity;
  }

  private OptionalDouble best() {
    double best = Double.NEGATIVE_INFINITY;
    double bestBpm = 0;
    for (double bpm = SLOWEST * 0.985; bpm < FASTEST * 1.015; bpm *= STEP) {
      double score = score(bpm);
      if (score > best) {
        best = score;
        bestBpm = bpm;
      }
    }
    return OptionalDouble.of(bestBpm);
  }

  private double score(double bpm) {
    double octaves = Math.log(bpm / 110) / Math.log(2);
    double preference = Math.exp(-0.06 * octaves * octaves);
    double score = 0;
    for (int i = 0; i < LEVELS.length; i++) {
      score += WEIGHTS[i] * comb(rate * 60 / bpm * LEVELS[i]);
    }
    return score > 0 ? score * preference : score / preference;
  }

  /// The mean similarity at multiples of a lag, the far ones counting less as they overlap less.
  private double comb(double lag) {
    double sum = 0;
    double weights = 0;
    for (double at = lag; at < similarity.length - 1; at += lag) {
      double weight = 1 - at / (similarity.length / 0.85);
      sum += weight * between(at);
      weights += weight;
    }
    return weights == 0 ? -1 : sum / weights;
  }

  private double between(double lag) {
    int i = (int) lag;
    double f = lag - i;
    return (1 - f) * similarity[i] + f * similarity[i + 1];
  }
}
