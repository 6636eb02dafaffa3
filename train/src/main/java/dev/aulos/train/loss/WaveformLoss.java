package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;

/// Distances of two tensors of one shape, averaged over all elements.
public final class WaveformLoss {
  private WaveformLoss() {}

  /// `mean |a − b|`.
  public static Tensor absolute(Tensor a, Tensor b) {
    return Mean.of(difference(a, b).abs());
  }

  /// `mean (a − b)²`.
  public static Tensor squared(Tensor a, Tensor b) {
    return Mean.of(difference(a, b).square());
  }

  private static Tensor difference(Tensor a, Tensor b) {
    if (!a.shape().equals(b.shape())) {
      throw new IllegalArgumentException(
          "a loss between " + a.shape() + " and " + b.shape() + ", expected equal shapes");
    }
    return a.sub(b);
  }
}
