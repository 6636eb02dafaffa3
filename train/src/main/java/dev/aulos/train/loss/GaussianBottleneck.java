package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;

/// The bottleneck of a variational autoencoder: a normal distribution for each latent value.
///
/// @param mean (b, c, t)
/// @param deviation the standard deviation, (b, c, t)
public record GaussianBottleneck(Tensor mean, Tensor deviation) {
  private static final float LEAST = 1e-4f;

  /// The distributions an encoder gives: channels of means, then as many of scales.
  ///
  /// @param encoded (b, 2·c, t)
  public static GaussianBottleneck of(Tensor encoded) {
    var halves = encoded.split(2, 1);
    return of(halves.get(0), halves.get(1));
  }

  /// The distributions of deviation `softplus(scale) + 10⁻⁴`.
  public static GaussianBottleneck of(Tensor mean, Tensor scale) {
    return new GaussianBottleneck(mean, scale.softplus().add(LEAST));
  }

  /// Latents drawn with standard normal noise of their shape, (b, c, t).
  public Tensor sample(Tensor noise) {
    return mean.add(deviation.mul(noise));
  }

  /// `Σ (mean² + σ² − ln σ² − 1)` over channels, averaged over items and time: twice the divergence
  /// from the standard normal distribution, as published models weigh it. Of shape ().
  public Tensor divergence() {
    var logVariance = deviation.log().mul(2);
    var terms = mean.square().add(deviation.square()).sub(logVariance).sub(Tensor.constant(1));
    return Mean.of(terms.sum(1));
  }
}
