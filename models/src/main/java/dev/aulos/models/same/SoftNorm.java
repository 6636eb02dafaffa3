package dev.aulos.models.same;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// The bottleneck: an affine map per channel on the way in, one deviation for all on both ways.
/// Decoding does not undo the affine map.
public record SoftNorm(Tensor scale, Tensor bias, Tensor deviation) {
  private static final float NOISE = 1e-3f;

  /// Declares the parameters; the scope is `bottleneck` below the autoencoder's.
  public static SoftNorm of(Scope w, int channels) {
    return new SoftNorm(
        w.param("scaling_factor", 1, channels, 1),
        w.param("bias", 1, channels, 1),
        w.param("running_std", 1));
  }

  /// What the encoder gives (b, channels, t) → latents.
  public Tensor encode(Tensor raw) {
    return raw.mul(scale).add(bias).div(deviation);
  }

  /// Latents (b, channels, t) → what the decoder takes, with the noise that the reference adds when
  /// decoding, given as a standard normal draw of the same shape.
  public Tensor decode(Tensor latents, Tensor noise) {
    return latents.add(noise.mul(NOISE)).mul(deviation);
  }
}
