package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

/// A two-pole filter that stays stable while its cutoff moves (the trapezoidal state-variable
/// filter).
final class StateVariable {
  private double k;
  private double a1;
  private double a2;
  private double a3;
  private double first;
  private double second;

  StateVariable(double hz, double q) {
    tune(hz, q);
  }

  /// Moves the cutoff, in Hz, and the resonance (0.7 is flat).
  void tune(double hz, double q) {
    double g = Math.tan(Math.PI * Math.min(hz, 0.45 * SAMPLE_RATE) / SAMPLE_RATE);
    k = 1 / q;
    a1 = 1 / (1 + g * (g + k));
    a2 = g * a1;
    a3 = g * a2;
  }

  double low(double x) {
    double v3 = x - second;
    double v1 = a1 * first + a2 * v3;
    double v2 = second + a2 * first + a3 * v3;
    first = 2 * v1 - first;
    second = 2 * v2 - second;
    return v2;
  }

  /// The band around the cutoff, with gain 1 at its peak.
  double band(double x) {
    double v3 = x - second;
    double v1 = a1 * first + a2 * v3;
    double v2 = second + a2 * first + a3 * v3;
    first = 2 * v1 - first;
    second = 2 * v2 - second;
    return k * v1;
  }

  double high(double x) {
    double v3 = x - second;
    double v1 = a1 * first + a2 * v3;
    double v2 = second + a2 * first + a3 * v3;
    first = 2 * v1 - first;
    second = 2 * v2 - second;
    return x - k * v1 - v2;
  }
}
