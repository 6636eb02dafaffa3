package dev.aulos.recipe.sound;

/// One channel made two, equal in level and a quarter of a period apart at every frequency, with a
/// few echoes of opposite signs.
///
/// Two chains of all-pass sections differ by 90° from 20 Hz up (Niemitalo, "Hilbert transform");
/// the echoes are velvet noise (doi:10.3390/app7090907) within 20 ms.
final class Widening {
  private static final double[] EARLY = {
    0.6923878, 0.9360654322959, 0.9882295226860, 0.9987488452737
  };
  private static final double[] LATE = {
    0.4021921162426, 0.8561710882420, 0.9722909545651, 0.9952884791278
  };
  private static final int ECHOES = 8;

  private Widening() {}

  /// Replaces both channels.
  static void apply(float[] left, float[] right) {
    System.arraycopy(left, 0, right, 0, left.length);
    chain(left, EARLY);
    System.arraycopy(left, 0, left, 1, left.length - 1);
    chain(right, LATE);
    echo(left, right);
  }

  /// `y[n] = c (x[n] + y[n-2]) - x[n-2]`, section after section.
  private static void chain(float[] x, double[] coefficients) {
    for (double c : coefficients) {
      double x1 = 0;
      double x2 = 0;
      double y1 = 0;
      double y2 = 0;
      for (int i = 0; i < x.length; i++) {
        double y = c * (x[i] + y2) - x2;
        x2 = x1;
        x1 = x[i];
        y2 = y1;
        y1 = y;
        x[i] = (float) y;
      }
    }
  }

  private static void echo(float[] left, float[] right) {
    var dice = Dice.of(4711, 0);
    var first = left.clone();
    var second = right.clone();
    for (int k = 0; k < ECHOES; k++) {
      int delay = Channel.samples(0.002 + 0.018 * (k + dice.uniform()) / ECHOES);
      double gain = (dice.chance(0.5) ? 0.25 : -0.25) * Math.exp(-1.5 * k / ECHOES);
      Channel.mix(left, second, delay, gain);
      Channel.mix(right, first, delay, -gain);
    }
  }

  /// Scales the right channel to the energy of the left.
  static void balance(float[] left, float[] right) {
    double l = 1e-12;
    double r = 1e-12;
    for (int i = 0; i < left.length; i++) {
      l += left[i] * left[i];
      r += right[i] * right[i];
    }
    Channel.scale(right, Math.sqrt(l / r));
  }
}
