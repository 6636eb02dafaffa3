package dev.aulos.train.loss;

import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;

/// The windowed cosines and sines whose products with a frame are its spectrum, each (fft, bins).
record FourierBasis(Tensor cosines, Tensor sines) {
  static FourierBasis of(StftResolution resolution, int bins, double scale) {
    var window = window(resolution, scale);
    return new FourierBasis(table(window, bins, Math.PI / 2), table(window, bins, Math.PI));
  }

  /// Frames (n, frames, fft) → (n, frames, bins).
  Spectrum apply(Tensor framed) {
    return Spectrum.of(framed.matmul(cosines), framed.matmul(sines));
  }

  /// Signals (n, t) → (n, frames, bins), the windowed waves as kernels: for hops that do not divide
  /// the frame.
  Spectrum convolve(Tensor x, int hop) {
    var rows = x.reshape(Shape.of(x.dim(0), Dim.of(1), x.dim(1)));
    return Spectrum.of(convolve(rows, cosines, hop), convolve(rows, sines, hop));
  }

  private static Tensor convolve(Tensor x, Tensor table, int hop) {
    long bins = table.dim(1).fixed();
    var kernels = table.transpose(1, 0).reshape(bins, 1, table.dim(0).fixed());
    return Tensor.of(new Op.Conv1d(hop, 0, 1, 1), x, kernels).transpose(0, 2, 1);
  }

  /// `w[n]·sin(phase + 2πnk/fft)`: the cosine for a phase of π/2, the negative sine for π.
  private static Tensor table(double[] window, int bins, double phase) {
    int fft = window.length;
    var wave = new double[fft];
    for (int i = 0; i < fft; i++) {
      wave[i] = Math.sin(phase + 2 * Math.PI * i / fft);
    }
    var table = new float[fft * bins];
    for (int n = 0; n < fft; n++) {
      for (int k = 0; k < bins; k++) {
        table[n * bins + k] = (float) (window[n] * wave[(int) ((long) n * k % fft)]);
      }
    }
    return Tensor.constant(NdArray.of(table, fft, bins));
  }

  /// The periodic Hann window in the middle of a frame.
  static double[] window(StftResolution r, double scale) {
    var window = new double[r.fft()];
    int before = (r.fft() - r.window()) / 2;
    for (int i = 0; i < r.window(); i++) {
      window[before + i] = scale * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / r.window()));
    }
    return window;
  }

  /// `1/√(Σ w²)`, which makes the spectrum of white noise as loud as the noise.
  static double unitScale(StftResolution r) {
    double sum = 0;
    for (double w : window(r, 1)) {
      sum += w * w;
    }
    return 1 / Math.sqrt(sum);
  }
}
