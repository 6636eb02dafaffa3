package dev.aulos.audio;

/// Levels on a logarithmic scale: 20 dB is a factor of ten.
final class Decibels {
  private Decibels() {}

  static double of(double factor) {
    return 20 * Math.log10(factor);
  }

  static double toFactor(double db) {
    return Math.pow(10, db / 20);
  }
}
