package dev.aulos.graph;

import java.util.Arrays;

/// Convolutions over time with double accumulation, one channel of the result at a time.
final class Convolutions {
  /// Output samples computed together, so that their sums stay in the first cache.
  private static final int TILE = 2048;

  private Convolutions() {}

  static Value conv(
      Op.Conv1d op, Value x, Value w, float[] bias, int[] shape, Cancellation cancellation) {
    var out = new float[Value.size(shape)];
    int t = shape[2];
    int perGroup = shape[1] / op.groups();
    for (int channel = 0; channel < shape[0] * shape[1]; channel++) {
      int o = channel % shape[1];
      int first = channel / shape[1] * x.dim(1) + o / perGroup * w.dim(1); // channel of x
      for (int from = 0; from < t; from += TILE) {
        var sums = new double[Math.min(TILE, t - from)];
        Arrays.fill(sums, bias.length == 0 ? 0 : bias[o]);
        for (int c = 0; c < w.dim(1); c++) {
          cancellation.check();
          correlate(op, x, first + c, w, o * w.dim(1) + c, from, sums);
        }
        round(sums, out, channel * t + from);
      }
    }
    return Value.of(out, shape);
  }

  /// Adds the correlation of one channel with one kernel to the sums from output `from` on.
  private static void correlate(
      Op.Conv1d op, Value x, int channel, Value w, int kernel, int from, double[] sums) {
    int t = x.dim(2);
    int size = w.dim(2);
    for (int k = 0; k < size; k++) {
      long shift = (long) k * op.dilation() - op.padding() + (long) from * op.stride();
      int begin = (int) Math.min(sums.length, ceilDiv(Math.max(0, -shift), op.stride()));
      int end = (int) Math.max(begin, Math.min(sums.length, ceilDiv(t - shift, op.stride())));
      double weight = w.floats()[kernel * size + k];
      int at = (int) (channel * (long) t + shift + (long) begin * op.stride());
      if (op.stride() == 1) {
        addScaled(weight, x.floats(), at, sums, begin, end);
      } else {
        addStrided(weight, x.floats(), at, op.stride(), sums, begin, end);
      }
    }
  }

  private static void addScaled(
      double weight, float[] x, int at, double[] sums, int begin, int end) {
    for (int i = begin; i < end; i++) {
      sums[i] += weight * x[at + i - begin];
    }
  }

  private static void addStrided(
      double weight, float[] x, int at, int stride, double[] sums, int begin, int end) {
    for (int i = begin; i < end; i++) {
      sums[i] += weight * x[at + (i - begin) * stride];
    }
  }

  static Value convTranspose(
      Op.ConvTranspose1d op, Value x, Value w, float[] bias, int[] shape, Cancellation cancel) {
    var out = new float[Value.size(shape)];
    int t = shape[2];
    var sums = new double[t];
    for (int channel = 0; channel < shape[0] * shape[1]; channel++) {
      int o = channel % shape[1];
      Arrays.fill(sums, bias.length == 0 ? 0 : bias[o]);
      for (int c = 0; c < x.dim(1); c++) {
        int from = (channel / shape[1] * x.dim(1) + c) * x.dim(2);
        int kernel = (c * shape[1] + o) * w.dim(2);
        for (int k = 0; k < w.dim(2); k++) {
          cancel.check();
          spread(op, w.floats()[kernel + k], x.floats(), from, x.dim(2), k, sums);
        }
      }
      round(sums, out, channel * t);
    }
    return Value.of(out, shape);
  }

  /// Adds what one tap `k` sends of each sample to its place.
  private static void spread(
      Op.ConvTranspose1d op, double weight, float[] x, int from, int t, int k, double[] sums) {
    int shift = k - op.padding();
    int begin = (int) ceilDiv(Math.max(0, -shift), op.stride());
    int end = (int) Math.min(t, ceilDiv(sums.length - shift, op.stride()));
    for (int m = begin; m < end; m++) {
      sums[m * op.stride() + shift] += weight * x[from + m];
    }
  }

  private static void round(double[] sums, float[] out, int at) {
    for (int i = 0; i < sums.length; i++) {
      out[at + i] = (float) sums[i];
    }
  }

  private static long ceilDiv(long a, long b) {
    return -Math.floorDiv(-a, b);
  }
}
