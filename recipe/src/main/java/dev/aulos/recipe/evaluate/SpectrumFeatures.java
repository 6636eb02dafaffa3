package dev.aulos.recipe.evaluate;

import java.util.Arrays;

/// Which frequencies sound, how evenly, and how they move.
final class SpectrumFeatures {
  private static final int BANDS = 24;
  private static final double FLOOR_DB = -60;

  private SpectrumFeatures() {}

  static void add(Spectra spectra, SpectralShape shape, FeatureList list) {
    int[] times = times(shape);
    addBands(spectra, times, list);
    list.addSpread(each(times, t -> SpectralShape.log2(shape.centroid(t))));
    list.addSpread(each(times, t -> SpectralShape.log2(shape.rolloff(t) + 20)));
    list.addSpread(each(times, t -> Math.log10(shape.flatness(t) + 1e-6)));
    list.addSpread(each(times, shape::spread));
    list.add(FeatureList.slope(each(times, t -> SpectralShape.log2(shape.centroid(t)))));
    list.add(FeatureList.slope(each(times, t -> Math.log10(shape.flatness(t) + 1e-6))));
    addChange(each(times, t -> SpectralShape.log2(shape.centroid(t))), list);
    addLines(spectra, times, list);
  }

  /// Times within 40 dB of the loudest; at least one.
  private static int[] times(SpectralShape shape) {
    int[] times = new int[shape.times()];
    int count = 0;
    for (int t = 0; t < shape.times(); t++) {
      if (shape.isWithin(40, t)) {
        times[count++] = t;
      }
    }
    return Arrays.copyOf(times, Math.min(times.length, Math.max(1, count)));
  }

  private interface AtTime {
    double at(int time);
  }

  private static double[] each(int[] times, AtTime value) {
    return Arrays.stream(times).mapToDouble(value::at).toArray();
  }

  /// The long-term spectrum, its variation, its course, and that of the loudest moment, in dB.
  private static void addBands(Spectra spectra, int[] times, FeatureList list) {
    var bands = spectra.bands(BANDS, 30, 18_000);
    var sums = new double[BANDS];
    int loudest = times.length == 0 ? 0 : times[0];
    for (int t : times) {
      for (int b = 0; b < BANDS; b++) {
        sums[b] += bands[t][b];
      }
      loudest = total(bands[t]) > total(bands[loudest]) ? t : loudest;
    }
    double all = total(sums) + 1e-12;
    double most = bands.length == 0 ? 1 : total(bands[loudest]) + 1e-12;
    for (int b = 0; b < BANDS; b++) {
      int band = b;
      var course = each(times, t -> db(bands[t][band], most));
      list.add(db(sums[b], all) / 10);
      list.add(FeatureList.deviation(course) / 10);
      list.add(FeatureList.slope(course) / 10);
      list.add(bands.length == 0 ? 0 : db(bands[loudest][b], most) / 10);
    }
  }

  private static double total(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v;
    }
    return sum;
  }

  private static double db(double power, double reference) {
    return Math.max(FLOOR_DB, 10 * Math.log10(power / reference + 1e-12));
  }

  /// How much a course changes from one time to the next, and how much of that goes one way.
  private static void addChange(double[] course, FeatureList list) {
    double up = 0;
    double down = 0;
    for (int i = 1; i < course.length; i++) {
      up += Math.max(0, course[i] - course[i - 1]);
      down += Math.max(0, course[i - 1] - course[i]);
    }
    list.add(Math.log10((up + down) / Math.max(1, course.length - 1) + 1e-4));
    list.add((up - down) / (up + down + 1e-6));
  }

  /// How many spectral lines stand out, how far, and how steadily they stay where they are.
  private static void addLines(Spectra spectra, int[] times, FeatureList list) {
    var counts = new double[times.length];
    var shares = new double[times.length];
    double[] sum = new double[spectra.bins()];
    for (int i = 0; i < times.length && spectra.times() > 0; i++) {
      var x = spectra.at(times[i]);
      double all = total(x) + 1e-15;
      double inLines = 0;
      for (int k = 3; k < x.length - 3; k++) {
        sum[k] += x[k] / all;
        if (isLine(x, k, all)) {
          counts[i]++;
          inLines += x[k - 1] + x[k] + x[k + 1];
        }
      }
      counts[i] = Math.log(1 + counts[i]);
      shares[i] = inLines / all;
    }
    list.addSpread(counts);
    list.addSpread(shares);
    Arrays.sort(sum);
    double all = total(sum) + 1e-12;
    for (int count : new int[] {3, 10, 30, 100}) {
      double top = 0;
      for (int k = 0; k < count; k++) {
        top += sum[sum.length - 1 - k];
      }
      list.add(top / all);
    }
  }

  private static boolean isLine(double[] x, int k, double all) {
    return x[k] > 1e-3 * all
        && x[k] > x[k - 1]
        && x[k] >= x[k + 1]
        && x[k] > 8 * x[k - 3]
        && x[k] > 8 * x[k + 3];
  }
}
