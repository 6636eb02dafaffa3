package dev.aulos.train;

import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import java.util.List;
import java.util.Map;

/// The two networks of an autoencoder, and what shapes its latents, as training lays them into one
/// computation.
public sealed interface AutoencoderNetworks permits SameNetworks, OobleckNetworks {
  /// What goes in and comes out between the two.
  Extents extents();

  /// The extents of an autoencoder.
  ///
  /// @param hop samples in a latent frame
  record Extents(int audioChannels, int latentChannels, int hop) {}

  /// The shapes of all parameters.
  Map<String, Shape> parameters();

  /// Whether the parameter of a path is the encoder's.
  boolean isOfEncoder(String path);

  /// Whether the parameter of a path never moves.
  boolean isFixed(String path);

  /// Fresh values of all parameters.
  Parameters initial(long seed);

  /// What the autoencoder makes of sounds.
  ///
  /// @param sound (b, audioChannels, frames·hop)
  /// @param noise a standard normal draw, (b, latentChannels, frames)
  Pass pass(Trainable trainable, Tensor sound, Tensor noise);

  /// The parameters as a model's file has them.
  Weights stored(Parameters parameters);

  /// A pass.
  ///
  /// @param sound as it was decoded, of the shape of the sound given
  /// @param penalty how far the latents are from the normal distribution, of shape ()
  /// @param boundaries values between which nothing is kept for the gradients
  record Pass(Tensor sound, Tensor penalty, List<Tensor> boundaries) {
    /// Copies the list.
    public Pass {
      boundaries = List.copyOf(boundaries);
    }
  }
}
