package dev.aulos.train.discriminator;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.WeightNorm;

/// A weight-normalized convolution over time and frequency that keeps both extents: one over
/// frequency, of frames beside those before and after them.
///
/// @param weight (out, kt·in, kf)
record SpectralConv(Tensor weight, Tensor bias, int frames, int dilation) {
  static SpectralConv of(Scope w, Kernel kernel) {
    int out = kernel.out;
    int in = kernel.in;
    var magnitude = w.param("weight_g", out, 1, 1, 1);
    var direction = w.param("weight_v", kernel.shape());
    return new SpectralConv(
        new WeightNorm(magnitude, direction)
            .weight()
            .transpose(0, 2, 1, 3)
            .reshape(out, (long) kernel.time * in, kernel.frequency),
        w.param("bias", out),
        kernel.time,
        kernel.dilation);
  }

  /// The extents of a convolution.
  ///
  /// @param time frames under the kernel, odd
  /// @param frequency bins under the kernel, odd
  /// @param dilation frames from one column of the kernel to the next
  record Kernel(int in, int out, int time, int frequency, int dilation) {
    long[] shape() {
      return new long[] {out, in, time, frequency};
    }
  }

  /// (b, t, in, f) → (b, t, out, f).
  Tensor apply(Tensor x) {
    long b = x.dim(0).fixed();
    long t = x.dim(1).fixed();
    long f = x.dim(3).fixed();
    int reach = dilation * (frames / 2);
    var padded = x.pad(1, reach, reach);
    var shifted = new Tensor[frames];
    for (int i = 0; i < frames; i++) {
      shifted[i] = padded.slice(1, (long) i * dilation, i * (long) dilation + t);
    }
    var rows = Tensor.concat(2, shifted); // (b, t, kt·in, f)
    int half = (int) (weight.dim(2).fixed() / 2);
    var flat = rows.reshape(Shape.of(b * t, rows.dim(2).fixed(), f));
    var y = Tensor.of(new Op.Conv1d(1, half, 1, 1), flat, weight, bias);
    return y.reshape(b, t, y.dim(1).fixed(), f);
  }
}
