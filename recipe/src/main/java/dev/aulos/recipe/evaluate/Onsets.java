package dev.aulos.recipe.evaluate;

import java.util.ArrayList;
import java.util.List;

/// How much begins at each moment: the rise of compressed band powers (spectral flux), free of its
/// local mean.
final class Onsets {
  private static final int BANDS = 24;
  private static final double COMPRESSION = 3000;
  private static final int LAG = 2; // a window of 1024 at a hop of 256 rises over four steps

  private final double rate;
  private final double[] strength;

  private Onsets(double rate, double[] strength) {
    this.rate = rate;
    this.strength = strength;
  }

  /// The onsets of a sound of which these are the spectra, at a fine hop.
  static Onsets of(Spectra spectra) {
    var bands = spectra.bands(BANDS, 30, 16_000);
    double loudest = 1e-12;
    for (var powers : bands) {
      for (double power : powers) {
        loudest = Math.max(loudest, power);
      }
    }
    for (var powers : bands) {
      for (int b = 0; b < BANDS; b++) {
        powers[b] = Math.log1p(COMPRESSION * powers[b] / loudest);
      }
    }
    return new Onsets(spectra.rate(), withoutLocalMean(rises(bands), spectra.rate()));
  }

  private static double[] rises(double[][] bands) {
    var rises = new double[bands.length];
    for (int t = 0; t < rises.length; t++) {
      for (int b = 0; b < BANDS; b++) {
        double before = t < LAG ? 0 : bands[t - LAG][b];
        rises[t] += Math.max(0, bands[t][b] - before);
      }
    }
    return rises;
  }

  private static double[] withoutLocalMean(double[] rises, double rate) {
    int reach = (int) (0.2 * rate);
    var sums = new double[rises.length + 1];
    for (int t = 0; t < rises.length; t++) {
      sums[t + 1] = sums[t] + rises[t];
    }
    var strength = new double[rises.length];
    for (int t = 0; t < rises.length; t++) {
      int from = Math.max(0, t - reach);
      int to = Math.min(rises.length, t + reach + 1);
      strength[t] = Math.max(0, rises[t] - (sums[to] - sums[from]) / (to - from));
    }
    return strength;
  }

  /// Steps per second.
  double rate() {
    return rate;
  }

  /// The strength by step, shared.
  double[] strength() {
    return strength;
  }

  /// The strongest.
  double peak() {
    double peak = 0;
    for (double s : strength) {
      peak = Math.max(peak, s);
    }
    return peak;
  }

  /// When something begins, in seconds: peaks of at least a share of the strongest, 50 ms apart.
  List<Double> times(double share) {
    double least = Math.max(0.5, share * peak());
    int apart = (int) (0.05 * rate);
    var times = new ArrayList<Double>();
    for (int t = 0; t < strength.length; t++) {
      if (strength[t] >= least && isPeak(t, apart)) {
        times.add(t / rate);
      }
    }
    return times;
  }

  private boolean isPeak(int t, int reach) {
    for (int i = Math.max(0, t - reach); i <= Math.min(strength.length - 1, t + reach); i++) {
      if (strength[i] > strength[t] || (strength[i] == strength[t] && i < t)) {
        return false;
      }
    }
    return true;
  }
}
