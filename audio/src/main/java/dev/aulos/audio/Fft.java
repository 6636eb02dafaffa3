package dev.aulos.audio;

/// The discrete Fourier transform of complex values in place, for sizes that are a power of two.
///
/// Stockham's form: each stage combines four values at a time from one pair of arrays to another,
/// so that what comes out is in order.
final class Fft {
  private final int size;
  private final double[] cos; // of 2πk/size, for three quarters of the circle
  private final double[] sin; // of −2πk/size

  Fft(int size) {
    if (size < 2 || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("FFT size is " + size + ", expected a power of two");
    }
    this.size = size;
    int turns = 3 * size / 4;
    cos = new double[turns];
    sin = new double[turns];
    for (int k = 0; k < turns; k++) {
      cos[k] = Math.cos(2 * Math.PI * k / size);
      sin[k] = -Math.sin(2 * Math.PI * k / size);
    }
  }

  /// `X_k = Σ x_n e^(-2πikn/size)`. With real and imaginary parts swapped it is the inverse, times
  /// the size.
  void transform(double[] re, double[] im) {
    double[] fromRe = re;
    double[] fromIm = im;
    var toRe = new double[size];
    var toIm = new double[size];
    boolean isElsewhere = false;
    for (int run = 1; run < size; run *= 4) {
      if (2 * run == size) {
        pairs(fromRe, toRe, run);
        pairs(fromIm, toIm, run);
      } else {
        fours(fromRe, fromIm, toRe, toIm, run);
      }
      var usedRe = fromRe;
      var usedIm = fromIm;
      fromRe = toRe;
      fromIm = toIm;
      toRe = usedRe;
      toIm = usedIm;
      isElsewhere = !isElsewhere;
    }
    if (isElsewhere) {
      System.arraycopy(fromRe, 0, re, 0, size);
      System.arraycopy(fromIm, 0, im, 0, size);
    }
  }

  /// The last stage of sizes that are no power of four.
  private static void pairs(double[] from, double[] to, int run) {
    for (int i = 0; i < run; i++) {
      to[i] = from[i] + from[i + run];
      to[i + run] = from[i] - from[i + run];
    }
  }

  /// A stage before which `run` values have been combined.
  private void fours(double[] fromRe, double[] fromIm, double[] toRe, double[] toIm, int run) {
    int quarter = size / 4;
    for (int at = 0; at < quarter; at += run) {
      double cos1 = cos[at];
      double sin1 = sin[at];
      double cos2 = cos[2 * at];
      double sin2 = sin[2 * at];
      double cos3 = cos[3 * at];
      double sin3 = sin[3 * at];
      for (int a = at; a < at + run; a++) {
        int b = a + quarter;
        int c = b + quarter;
        int d = c + quarter;
        double evenRe = fromRe[a] + fromRe[c];
        double evenIm = fromIm[a] + fromIm[c];
        double oddRe = fromRe[b] + fromRe[d];
        double oddIm = fromIm[b] + fromIm[d];
        double apartRe = fromRe[a] - fromRe[c];
        double apartIm = fromIm[a] - fromIm[c];
        double acrossRe = fromIm[b] - fromIm[d]; // the other difference, turned by −i
        double acrossIm = fromRe[d] - fromRe[b];
        int o = a + 3 * at;
        toRe[o] = evenRe + oddRe;
        toIm[o] = evenIm + oddIm;
        double re = apartRe + acrossRe;
        double im = apartIm + acrossIm;
        toRe[o + run] = re * cos1 - im * sin1;
        toIm[o + run] = re * sin1 + im * cos1;
        re = evenRe - oddRe;
        im = evenIm - oddIm;
        toRe[o + 2 * run] = re * cos2 - im * sin2;
        toIm[o + 2 * run] = re * sin2 + im * cos2;
        re = apartRe - acrossRe;
        im = apartIm - acrossIm;
        toRe[o + 3 * run] = re * cos3 - im * sin3;
        toIm[o + 3 * run] = re * sin3 + im * cos3;
      }
    }
  }
}
