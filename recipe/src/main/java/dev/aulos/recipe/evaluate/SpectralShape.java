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
    var octaves = new double[spectra.bins()];
    Arrays.setAll(octaves, k -> log2(Math.max(1e-3, spectra.hertz(k))));
    for (int t = 0; t < spectra.times(); t++) {
      shape.measure(spectra, t);
      shape.measureSpread(spectra, t, octaves);
    }
    return new SpectralShape(shape);
  }

  private void measure(Spectra spectra, int t) {
    var x = spectra.at(t);
    int first = first(spectra);
    double sum = 1e-15;
    double moment = 0;
    double logs = 0;
    double product = 1; // of few, so that one logarithm serves them all
    for (int k = first; k < x.length; k++) {
      sum += x[k];
      moment += x[k] * spectra.hertz(k);
      product *= x[k] + 1e-15;
      if (k % 8 == 0 || k == x.length - 1) {
        logs += Math.log(product);
        product = 1;
      }
    }
    power[t] = sum;
    centroid[t] = Math.max(LOWEST_HZ, moment / sum);
    flatness[t] = Math.exp(logs / (x.length - first)) / (sum / (x.length - first));
  }

  private void measureSpread(Spectra spectra, int t, double[] octaves) {
    var x = spectra.at(t);
    double centre = log2(centroid[t]);
    double squares = 0;
    double below = 1e-15;
    for (int k = first(spectra); k < x.length; k++) {
      squares += x[k] * (octaves[k] - centre) * (octaves[k] - centre);
      below += x[k];
      if (below >= 0.85 * power[t] && rolloff[t] == 0) {
        rolloff[t] = spectra.hertz(k);
      }
    }
    spread[t] = Math.sqrt(squares / power[t]);
  }

  private static int first(Spectra spectra) {
    return (int) Math.ceil(LOWEST_HZ / spectra.hertz(1));
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
