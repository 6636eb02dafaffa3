package dev.aulos.audio;

/// The power spectrum of real values, for sizes that are a power of two; for one thread at a time.
final class RealFft {
  private final int size;
  private final Fft fft;
  private final Fft.Scratch scratch;

  RealFft(int size) {
    this.size = size;
    fft = new Fft(size);
    scratch = new Fft.Scratch(fft);
  }

  /// |X_k|² for k from 0 to size/2.
  double[] power(double[] x) {
    var re = x.clone();
    var im = new double[size];
    fft.transform(re, im, scratch);
    var power = new double[size / 2 + 1];
    for (int k = 0; k < power.length; k++) {
      power[k] = re[k] * re[k] + im[k] * im[k];
    }
    return power;
  }
}
