package dev.aulos.recipe.evaluate;

import java.util.List;
import java.util.OptionalDouble;

/// How steadily a beat goes: the share of its onsets, by their strength, that lie within 12 ms of
/// the sixteenths of one even grid, the one of 60 to 180 BPM that fits best.
///
/// Onsets at random places reach about a half, as some grid always fits; a groove whose offbeats
/// swing keeps most of its strength on the grid.
final class Steadiness {
  private static final double WITHIN = 0.012;
  private static final double LEAST = 0.15; // of the strongest onset
  private static final int FEWEST = 6;
  private static final double TEMPO_STEP = 1.002;
  private static final double PHASE_STEP = 0.004; // seconds
  private static final double SIXTEENTHS = 15; // seconds of one at 1 BPM

  private final double[] times;
  private final double[] strengths;
  private final double all;

  private Steadiness(Onsets onsets, List<Double> found) {
    times = found.stream().mapToDouble(Double::doubleValue).toArray();
    strengths = new double[times.length];
    double sum = 0;
    for (int i = 0; i < times.length; i++) {
      strengths[i] = onsets.strength()[(int) Math.round(times[i] * onsets.rate())];
      sum += strengths[i];
    }
    all = sum;
  }

  /// The share, 0 to 1; empty where fewer than six things begin.
  static OptionalDouble of(Onsets onsets) {
    var found = onsets.times(LEAST);
    return found.size() < FEWEST
        ? OptionalDouble.empty()
        : OptionalDouble.of(new Steadiness(onsets, found).best());
  }

  private double best() {
    double best = 0;
    for (double bpm = Tempo.SLOWEST; bpm <= Tempo.FASTEST; bpm *= TEMPO_STEP) {
      double step = SIXTEENTHS / bpm;
      for (double phase = 0; phase < step; phase += PHASE_STEP) {
        best = Math.max(best, onGrid(step, phase));
      }
    }
    return best;
  }

  private double onGrid(double step, double phase) {
    double sum = 0;
    for (int i = 0; i < times.length; i++) {
      double at = times[i] - phase;
      sum += Math.abs(at - step * Math.rint(at / step)) <= WITHIN ? strengths[i] : 0;
    }
    return sum / all;
  }
}
