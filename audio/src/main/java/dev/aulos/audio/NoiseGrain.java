package dev.aulos.audio;

import java.util.Arrays;

/// The spectrum of white noise under a Hann window, for both of two channels that know nothing of
/// each other: of mean power 1 in every bin, and the same for the same seed and number.
final class NoiseGrain {
  private static final double SPREAD = Math.sqrt(1.5) * 0x1p-31; // to a power of 1/2
  private static final double HERE = SPREAD * 0.5 / Math.sqrt(3.0 / 8); // the window's spectrum
  private static final double BESIDE = -0.5 * HERE;

  private final long first; // far from that of other seeds; 0 for 0
  private final int[] places; // far apart, by bin; one before and one after those that are used too
  private final int[] drawn;
  private final double[] white;
  private final double[] re;
  private final double[] im;
  private final double[] otherRe;
  private final double[] otherIm;

  /// @param bins how many there are
  NoiseGrain(int bins, long seed) {
    first = mixed(seed);
    places = new int[bins + 2];
    Arrays.setAll(places, i -> i * 0x9E3779B9);
    drawn = new int[bins + 2];
    white = new double[bins + 2];
    re = new double[bins];
    im = new double[bins];
    otherRe = new double[bins];
    otherIm = new double[bins];
  }

  /// Becomes the grain of this number.
  void draw(long number) {
    draw(4 * number, re);
    draw(4 * number + 1, im);
    draw(4 * number + 2, otherRe);
    draw(4 * number + 3, otherIm);
  }

  private void draw(long number, double[] part) {
    int start = (int) mixed(first + number);
    for (int i = 0; i < drawn.length; i++) {
      int z = start + places[i];
      z = (z ^ (z >>> 16)) * 0x85EBCA6B; // the finaliser of MurmurHash3
      z = (z ^ (z >>> 13)) * 0xC2B2AE35;
      drawn[i] = z ^ (z >>> 16);
    }
    for (int i = 0; i < drawn.length; i++) {
      white[i] = drawn[i];
    }
    for (int i = 0; i < part.length; i++) {
      part[i] = HERE * white[i + 1] + BESIDE * (white[i] + white[i + 2]);
    }
  }

  /// Of the one channel.
  double re(int i) {
    return re[i];
  }

  double im(int i) {
    return im[i];
  }

  double otherRe(int i) {
    return otherRe[i];
  }

  double otherIm(int i) {
    return otherIm[i];
  }

  /// Bits as if drawn by lot (the finaliser of SplitMix64).
  private static long mixed(long number) {
    long z = number * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
