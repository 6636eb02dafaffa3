package dev.aulos.recipe.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Features in the order they are found, and the statistics many of them are.
final class FeatureList {
  private final List<Float> values = new ArrayList<>();

  void add(double value) {
    values.add(Double.isFinite(value) ? (float) value : 0);
  }

  /// Mean, standard deviation, 10th, 50th and 90th percentile; zeros for no values.
  void addSpread(double... x) {
    var sorted = x.clone();
    Arrays.sort(sorted);
    add(mean(x));
    add(deviation(x));
    add(percentile(sorted, 0.1));
    add(percentile(sorted, 0.5));
    add(percentile(sorted, 0.9));
  }

  float[] values() {
    var array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  static double mean(double... x) {
    return Arrays.stream(x).average().orElse(0);
  }

  static double deviation(double... x) {
    double mean = mean(x);
    return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  static double percentile(double[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /// The slope of the straight line through values at positions 0 to 1.
  static double slope(double... x) {
    double mean = mean(x);
    double product = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      double at = x.length < 2 ? 0 : i / (x.length - 1.0) - 0.5;
      product += at * (x[i] - mean);
      squares += at * at;
    }
    return squares == 0 ? 0 : product / squares;
  }
}
