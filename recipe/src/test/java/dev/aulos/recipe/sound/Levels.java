package dev.aulos.recipe.sound;

/// Levels of channels; not a number spoils a level, so that a comparison with it fails.
final class Levels {
  private Levels() {}

  static double peak(float[][] x) {
    double peak = 0;
    for (var channel : x) {
      for (float value : channel) {
        peak = Math.max(peak, Math.abs(value));
      }
    }
    return peak;
  }

  static double rms(float[]... x) {
    double sum = 0;
    long count = 0;
    for (var channel : x) {
      for (float value : channel) {
        sum += (double) value * value;
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }
}
