package dev.aulos.train.loss;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import java.util.Arrays;

/// A short-time Fourier transform.
///
/// @param re real parts, (n, frames, bins)
/// @param im imaginary parts, (n, frames, bins)
/// @param weights how much each bin counts in a sum over bins, (bins, 1): 0 where it repeats
///   another or was not asked for, else 1
public record Spectrum(Tensor re, Tensor im, NdArray weights) {
  /// A spectrum whose bins all count.
  static Spectrum of(Tensor re, Tensor im) {
    var ones = new float[Math.toIntExact(re.dim(2).fixed())];
    Arrays.fill(ones, 1);
    return new Spectrum(re, im, NdArray.of(ones, ones.length, 1));
  }

  /// The spectrum of the sum of both signals.
  public Spectrum plus(Spectrum other) {
    return new Spectrum(re.add(other.re), im.add(other.im), weights);
  }

  /// The spectrum of the difference of both signals.
  public Spectrum minus(Spectrum other) {
    return new Spectrum(re.sub(other.re), im.sub(other.im), weights);
  }

  /// `max(re² + im², floor)`, (n, frames, bins).
  public Tensor power(float floor) {
    return re.square().add(im.square()).maximum(Tensor.constant(floor));
  }
}
