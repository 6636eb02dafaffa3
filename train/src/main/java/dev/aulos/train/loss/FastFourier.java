package dev.aulos.train.loss;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;

/// The transform of long frames in two stages (Cooley and Tukey, 1965), each a product with small
/// matrices: a frame of `rows·columns` samples is a matrix, of which first the columns and then,
/// turned by twiddle factors, the rows are transformed.
///
/// The first stage gives half of its frequencies, for samples are real. What it gives covers every
/// bin from 0 to half the sample rate, in another order; some stand for their mirror images, with
/// the sign of the imaginary part turned, and a few occur twice.
final class FastFourier {
  private static final int SHORTEST = 512; // below, one product is as fast

  private final int rows;
  private final int columns;
  private final int half;
  private final Tensor window;
  private final int[] kept;
  private final NdArray weights;

  private FastFourier(Stft stft) {
    int fft = stft.resolution().fft();
    rows = rows(fft);
    columns = fft / rows;
    half = rows / 2 + 1;
    var values = FourierBasis.window(stft.resolution(), stft.scale());
    window = table(1, fft, i -> values[i]).reshape(fft);
    kept = kept(stft.bins());
    weights = weights(stft.bins());
  }

  static FastFourier of(Stft stft) {
    return new FastFourier(stft);
  }

  /// Whether frames are long enough, of a length with suitable divisors, and made of whole hops.
  static boolean suits(StftResolution r) {
    return r.fft() >= SHORTEST && r.fft() % r.hop() == 0 && r.fft() / rows(r.fft()) >= 8;
  }

  /// The smallest even divisor from the root on.
  private static int rows(int fft) {
    int rows = (int) Math.ceil(Math.sqrt(fft));
    while (rows % 2 != 0 || fft % rows != 0) {
      rows++;
    }
    return rows;
  }

  /// The frequencies of the second stage that hold any bin asked for.
  private int[] kept(int bins) {
    var kept = new BitSet();
    for (int k2 = 0; k2 < columns; k2++) {
      for (int k1 = 0; k1 < half; k1++) {
        if (bin(k1, k2) < bins) {
          kept.set(k2);
        }
      }
    }
    return kept.stream().toArray();
  }

  /// 1 for the first occurrence of every bin asked for.
  private NdArray weights(int bins) {
    var seen = new BitSet();
    var weights = new float[half * kept.length];
    for (int i = 0; i < weights.length; i++) {
      int bin = bin(i / kept.length, kept[i % kept.length]);
      weights[i] = bin < bins && !seen.get(bin) ? 1 : 0;
      seen.set(bin);
    }
    return NdArray.of(weights, weights.length, 1);
  }

  private int bin(int k1, int k2) {
    int k = k1 + rows * k2;
    return Math.min(k, rows * columns - k);
  }

  /// Frames (n, frames, fft) → (n, frames, bins), the bins in an order of their own.
  Spectrum apply(Tensor framed) {
    long n = framed.dim(0).fixed();
    long frames = framed.dim(1).fixed();
    var x = framed.mul(window).reshape(n * frames, rows, columns);
    var first = stage(half, rows, rows).appliedToColumns(x); // (n·frames, half, columns)
    var second = twiddle().times(first);
    var last = lastStage().appliedToRows(second);
    return new Spectrum(
        last.re.reshape(n, frames, (long) half * kept.length),
        last.im.reshape(n, frames, (long) half * kept.length),
        weights);
  }

  /// A complex matrix, `re + i·im`.
  private record Complex(Tensor re, Tensor im) {
    Complex appliedToColumns(Tensor x) {
      return new Complex(re.matmul(x), im.matmul(x));
    }

    Complex appliedToRows(Complex x) {
      return new Complex(
          x.re.matmul(re).sub(x.im.matmul(im)), x.re.matmul(im).add(x.im.matmul(re)));
    }

    Complex times(Complex x) {
      return new Complex(x.re.mul(re).sub(x.im.mul(im)), x.re.mul(im).add(x.im.mul(re)));
    }
  }

  /// `exp(−2πi·k·n/period)` for row k and column n.
  private static Complex stage(int height, int width, int period) {
    return waves(height, width, i -> (double) (i / width) * (i % width) / period);
  }

  private Complex twiddle() {
    return stage(half, columns, rows * columns);
  }

  private Complex lastStage() {
    int width = kept.length;
    return waves(columns, width, i -> (double) (i / width) * kept[i % width] / columns);
  }

  /// `exp(−2πi·turns)` at each place.
  private static Complex waves(int height, int width, IntToDoubleFunction turns) {
    return new Complex(
        table(height, width, i -> Math.cos(2 * Math.PI * turns.applyAsDouble(i))),
        table(height, width, i -> -Math.sin(2 * Math.PI * turns.applyAsDouble(i))));
  }

  private static Tensor table(int height, int width, IntToDoubleFunction value) {
    var values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return Tensor.constant(NdArray.of(values, height, width));
  }
}
