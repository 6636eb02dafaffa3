package dev.aulos.recipe.evaluate;

/// What begins how often and how regularly, and how fast the level wavers in low, middle and high
/// bands.
final class RhythmFeatures {
  private static final double[] EDGES_HZ = {0.4, 0.8, 1.5, 2.5, 4, 6, 9, 14, 20, 30, 42};
  private static final double[] SPLITS_HZ = {20, 200, 1200, 5000, 20_000};

  private RhythmFeatures() {}

  static void add(Hearing heard, FeatureList list) {
    addOnsets(heard, list);
    for (int band = 0; band + 1 < SPLITS_HZ.length; band++) {
      addWaver(heard.spectra(), SPLITS_HZ[band], SPLITS_HZ[band + 1], list);
    }
  }

  private static void addOnsets(Hearing heard, FeatureList list) {
    double seconds = Math.max(0.1, heard.envelope().activeSeconds());
    var onsets = heard.onsets();
    for (double share : new double[] {0.1, 0.3, 0.6}) {
      var times = onsets.times(share);
      var gaps = new double[Math.max(0, times.size() - 1)];
      for (int i = 0; i < gaps.length; i++) {
        gaps[i] = times.get(i + 1) - times.get(i);
      }
      double mean = FeatureList.mean(gaps);
      list.add(Math.log(1.0 + times.size()));
      list.add(Math.log(times.size() / seconds + 0.1));
      list.add(mean == 0 ? 2 : Math.min(2, FeatureList.deviation(gaps) / mean));
      list.add(Math.log(mean + 0.02));
    }
    double mean = FeatureList.mean(onsets.strength());
    list.add(Math.log(onsets.peak() + 1e-3));
    list.add(Math.log((onsets.peak() + 1e-6) / (mean + 1e-6)));
  }

  /// The spectrum of a band's level in dB, as shares by rate of wavering.
  private static void addWaver(Spectra spectra, double lowHz, double highHz, FeatureList list) {
    var level = level(spectra, lowHz, highHz);
    double mean = FeatureList.mean(level);
    var shares = new double[EDGES_HZ.length - 1];
    double all = 1e-6;
    for (int i = 0; i < shares.length; i++) {
      shares[i] =
          power(level, mean, EDGES_HZ[i] / spectra.rate(), EDGES_HZ[i + 1] / spectra.rate());
      all += shares[i];
    }
    list.add(FeatureList.deviation(level) / 10);
    for (double share : shares) {
      list.add(Math.log10(share / all + 1e-3));
    }
    list.add(Math.log10(all + 1e-3));
  }

  private static double[] level(Spectra spectra, double lowHz, double highHz) {
    var level = new double[spectra.times()];
    double loudest = 1e-12;
    for (int t = 0; t < level.length; t++) {
      for (int k = 0; k < spectra.bins(); k++) {
        double hertz = spectra.hertz(k);
        level[t] += hertz >= lowHz && hertz < highHz ? spectra.at(t)[k] : 0;
      }
      loudest = Math.max(loudest, level[t]);
    }
    for (int t = 0; t < level.length; t++) {
      level[t] = Math.max(-50, 10 * Math.log10(level[t] / loudest + 1e-12));
    }
    return level;
  }

  /// Mean square about the mean between two rates, in cycles per step, at six rates between them.
  private static double power(double[] x, double mean, double from, double to) {
    double power = 0;
    for (int i = 0; i < 6; i++) {
      double angle = 2 * Math.PI * (from + (to - from) * (i + 0.5) / 6);
      double cos = 0;
      double sin = 0;
      for (int t = 0; t < x.length; t++) {
        double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (t + 0.5) / x.length);
        cos += window * (x[t] - mean) * Math.cos(angle * t);
        sin += window * (x[t] - mean) * Math.sin(angle * t);
      }
      power += (cos * cos + sin * sin) / Math.max(1, x.length);
    }
    return power / 6 * (to - from);
  }
}
