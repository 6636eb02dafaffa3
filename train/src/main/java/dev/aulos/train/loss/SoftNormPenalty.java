package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;

/// What keeps SoftNorm latents near the standard normal distribution.
public final class SoftNormPenalty {
  private static final float LEAST_VARIANCE = 1e-4f;
  private static final float ACROSS_CHANNELS = 0.4f;
  private static final float NOISE = 5e-2f;

  private SoftNormPenalty() {}

  /// `mean (m² + v − ln v − 1)` with mean m and variance v of each channel over time, plus 0.4
  /// times the same of each frame over channels. Of shape ().
  ///
  /// @param latents (b, c, t) as the encoder side of the bottleneck gives them, c and t above 1
  public static Tensor of(Tensor latents) {
    return along(latents, 2).add(along(latents, 1).mul(ACROSS_CHANNELS));
  }

  /// What the decoder is trained on: latents with a twentieth of noise.
  ///
  /// @param latents (b, c, t)
  /// @param noise a standard normal draw of the same shape
  public static Tensor noised(Tensor latents, Tensor noise) {
    return latents.add(noise.mul(NOISE));
  }

  private static Tensor along(Tensor x, int axis) {
    long n = x.dim(axis).fixed();
    if (n < 2) {
      throw new IllegalArgumentException(
          "latents " + x.shape() + " have no variance along axis " + axis + ", expected 2 or more");
    }
    var mean = x.mean(axis);
    var unbiased = x.sub(mean).square().sum(axis).mul(1f / (n - 1));
    var variance = unbiased.maximum(Tensor.constant(LEAST_VARIANCE));
    var terms = mean.square().add(variance).sub(variance.log()).sub(Tensor.constant(1));
    return Mean.of(terms);
  }
}
