package dev.aulos.audio;

/// The discrete Fourier transform of real values, for sizes that are a power of two.
final class RealFft {
  private final int size;
  private final double[] cos;
  private final double[] sin;
  private final double[] re;
  private final double[] im;

  RealFft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("FFT size is " + size + ", expected a power of two");
    }
    this.size = size;
    this.cos = new double[size / 2];
    this.sin = new double[size / 2];
    this.re = new double[size];
    this.im = new double[size];
    for (int k = 0; k < size / 2; k++) {
      cos[k] = Math.cos(2 * Math.PI * k / size);
      sin[k] = -Math.sin(2 * Math.PI * k / size);
    }
  }

  /// |X_k|² for k from 0 to size/2.
  double[] power(double[] x) {
    scatter(x);
    for (int half = 1; half < size; half *= 2) {
      butterflies(half);
    }
    var power = new double[size / 2 + 1];
    for (int k = 0; k < power.length; k++) {
      power[k] = re[k] * re[k] + im[k] * im[k];
    }
    return power;
  }

  /// Puts the values in the order of their reversed binary positions.
  private void scatter(double[] x) {
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      re[Integer.reverse(i) >>> shift] = x[i];
      im[i] = 0;
    }
  }

  private void butterflies(int half) {
    int stride = size / (2 * half);
    for (int start = 0; start < size; start += 2 * half) {
      for (int k = 0; k < half; k++) {
        int a = start + k;
        int b = a + half;
        double c = cos[k * stride];
        double s = sin[k * stride];
        double r = re[b] * c - im[b] * s;
        double i = re[b] * s + im[b] * c;
        re[b] = re[a] - r;
        im[b] = im[a] - i;
        re[a] += r;
        im[a] += i;
      }
    }
  }
}
