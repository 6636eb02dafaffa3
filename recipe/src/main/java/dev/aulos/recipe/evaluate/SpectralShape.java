package dev.aulos.recipe.evaluate;

import java.util.Arrays;

/// What the spectrum at each time looks like as a distribution; all arrays are by time.
final class SpectralShape {
  private static final double LOWEST_HZ = 20;

  private final double[] power;
  private final double[] centroid; // Hz
  private final double[] spread; // octaves about the centroid
  private final double[] rolloff; // Hz, below which 85 % of the power lies
  private final double[] flatness; // 0 for a line, 1 for white noise
  private final double peakPower;

  private SpectralShape(int times) {
    power = new double[times];
    centroid = new double[times];
    spread = new double[times];
    rolloff = new double[times];
    flatness = new double[times];
    peakPower = 0;
  }

  private SpectralShape(SpectralShape measured) {
    power = measured.power;
    centroid = measured.centroid;
    spread = measured.spread;
    rolloff = measured.rolloff;
    flatness = measured.flatness;
    peakPower = Arrays.stream(power).max().orElse(0);
  }

  static SpectralShape of(Spectra spectra) {
    var shape = new SpectralShape(spectra.times());
    for (int t = 0; t < spectra.times(); t++) {
      shape.measure(spectra, t);
    }
    return new SpectralShape(shape);
  }

  private void measure(Spectra spectra, int t) {
    var x = spectra.at(t);
    int first = (int) Math.ceil(LOWEST_HZ / spectra.hertz(1));
    double sum = 1e-15;
    double moment = 0;
    double logs = 0;
    for (int k = first; k < x.length; k++) {
      sum += x[k];
      moment += x[k] * spectra.hertz(k);
      logs += Math.log(x[k] + 1e-15);
    }
    power[t] = sum;
    centroid[t] = Math.max(LOWEST_HZ, moment / sum);
    flatness[t] = Math.exp(logs / (x.length - first)) / (sum / (x.length - first));
    double squares = 0;
    double below = 0;
    for (int k = first; k < x.length; k++) {
      double octaves = log2(spectra.hertz(k) / centroid[t]);
      squares += x[k] * octaves * octaves;
      below += x[k];
      if (below >= 0.85 * sum && rolloff[t] == 0) {
        rolloff[t] = spectra.hertz(k);
      }
    }
    spread[t] = Math.sqrt(squares / sum);
  }

  static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  int times() {
    return power.length;
  }

  double power(int t) {
    return power[t];
  }

  double centroid(int t) {
    return centroid[t];
  }

  double spread(int t) {
    return spread[t];
  }

  double rolloff(int t) {
    return rolloff[t];
  }

  double flatness(int t) {
    return flatness[t];
  }

  /// Whether a time is within so many dB of the loudest.
  boolean isWithin(double db, int t) {
    return peakPower > 1e-12 && power[t] > peakPower * Math.pow(10, -db / 10);
  }

  /// The centroid of the whole sound in Hz, on a logarithmic scale, each time counting by the root
  /// of its power: how bright it is.
  double brightnessHz() {
    double logs = 0;
    double weights = 0;
    for (int t = 0; t < power.length; t++) {
      if (isWithin(50, t)) {
        double weight = Math.sqrt(power[t]);
        logs += weight * Math.log(centroid[t]);
        weights += weight;
      }
    }
    return weights == 0 ? LOWEST_HZ : Math.exp(logs / weights);
  }
}
