package dev.aulos.train.loss;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;

/// A signal (n, t) with its reflection at both ends, the end samples not repeated.
///
/// @param signal (n, margin + t + margin)
/// @param margin the samples added at each end
record Mirrored(Tensor signal, long margin) {
  static Mirrored of(Tensor x, long margin) {
    long t = x.dim(1).fixed();
    if (t <= margin) {
      throw new IllegalArgumentException(
          "a signal of "
              + t
              + " samples cannot be reflected by "
              + margin
              + ": give a longer signal or an fft of at most "
              + 2 * (t - 1));
    }
    var before = reversed(x.slice(1, 1, margin + 1));
    var after = reversed(x.slice(1, t - 1 - margin, t - 1));
    return new Mirrored(Tensor.concat(1, before, x, after), margin);
  }

  /// The samples from the start of the first frame on, for frames that reach `reach` beyond the
  /// signal.
  Tensor from(long reach, long length) {
    return signal.slice(1, margin - reach, margin - reach + length);
  }

  /// The samples in reverse order: rows and columns of a matrix reversed by two small products.
  private static Tensor reversed(Tensor x) { // (n, a·b)
    int length = Math.toIntExact(x.dim(1).fixed());
    int rows = largestDivisorUpToRoot(length);
    var matrix = x.reshape(x.dim(0).fixed(), rows, length / rows);
    var turned = exchange(rows).matmul(matrix).matmul(exchange(length / rows));
    return turned.reshape(x.shape());
  }

  private static int largestDivisorUpToRoot(int n) {
    int divisor = (int) Math.sqrt(n);
    while (n % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  /// Ones on the other diagonal.
  private static Tensor exchange(int n) {
    var ones = new float[n * n];
    for (int i = 0; i < n; i++) {
      ones[i * n + n - 1 - i] = 1;
    }
    return Tensor.constant(NdArray.of(ones, n, n));
  }
}
