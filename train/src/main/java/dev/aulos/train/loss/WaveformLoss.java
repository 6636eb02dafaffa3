package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;

/// Distances of two tensors of one shape, averaged over all elements.
public final class WaveformLoss {
  private static final float QUIET = 1e-3f;

  private WaveformLoss() {}

  /// `mean |a − b|`.
  public static Tensor absolute(Tensor a, Tensor b) {
    return Mean.of(difference(a, b).abs());
  }

  /// `mean (a − b)²`.
  public static Tensor squared(Tensor a, Tensor b) {
    return Mean.of(difference(a, b).square());
  }

  /// The mean over items of `Σ(a − b)² / (Σa² + n·10⁻³)`, with n samples in an item: the share of
  /// an item's energy that is missed.
  ///
  /// @param a (b, c, t)
  public static Tensor relative(Tensor a, Tensor b) {
    var missed = difference(a, b).square().mean(2).mean(1);
    var energy = a.square().mean(2).mean(1).add(QUIET);
    return Mean.of(missed.div(energy));
  }

  private static Tensor difference(Tensor a, Tensor b) {
    if (!a.shape().equals(b.shape())) {
      throw new IllegalArgumentException(
          "a loss between " + a.shape() + " and " + b.shape() + ", expected equal shapes");
    }
    return a.sub(b);
  }
}
