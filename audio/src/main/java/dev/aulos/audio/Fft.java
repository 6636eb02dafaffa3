package dev.aulos.audio;

/// The discrete Fourier transform of complex values in place, for sizes that are a power of two.
final class Fft {
  private final int size;
  private final double[] cos;
  private final double[] sin;

  Fft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("FFT size is " + size + ", expected a power of two");
    }
    this.size = size;
    cos = new double[size / 2];
    sin = new double[size / 2];
    for (int k = 0; k < size / 2; k++) {
      cos[k] = Math.cos(2 * Math.PI * k / size);
      sin[k] = -Math.sin(2 * Math.PI * k / size);
    }
  }

  /// `X_k = Σ x_n e^(-2πikn/size)`. With real and imaginary parts swapped it is the inverse, times
  /// the size.
  void transform(double[] re, double[] im) {
    reverse(re);
    reverse(im);
    for (int half = 1; half < size; half *= 2) {
      butterflies(re, im, half);
    }
  }

  /// Puts the values in the order of their reversed binary positions.
  private void reverse(double[] x) {
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      int j = Integer.reverse(i) >>> shift;
      if (i < j) {
        double held = x[i];
        x[i] = x[j];
        x[j] = held;
      }
    }
  }

  private void butterflies(double[] re, double[] im, int half) {
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
