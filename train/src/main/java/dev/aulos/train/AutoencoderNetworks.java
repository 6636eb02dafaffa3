package dev.aulos.train;

import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.Map;

/// The two networks of an autoencoder, and what shapes its latents, as training lays them into one
/// computation.
public sealed interface AutoencoderNetworks permits SameNetworks, OobleckNetworks {
  /// What goes in and comes out between the two.
  Extents extents();

  /// The extents of an autoencoder.
  ///
  /// @param hop samples in a latent frame
  /// @param granularity the frames of which a crop has to have a multiple
  record Extents(int audioChannels, int latentChannels, int hop, int granularity) {}

  /// The shapes of all parameters.
  Map<String, Shape> parameters();

  /// Whether the parameter of a path is the encoder's.
  boolean isOfEncoder(String path);

  /// Whether the parameter of a path never moves.
  boolean isFixed(String path);

  /// Fresh values of all parameters.
  Parameters initial(long seed);

  /// The shapes of the standard normal draws that a pass takes, by name.
  Map<String, Shape> draws(int crops, int frames);

  /// What the autoencoder makes of sounds.
  ///
  /// @param sound (b, audioChannels, frames·hop)
  /// @param drawn as [#draws] asks for
  Pass pass(Trainable trainable, Tensor sound, Map<String, Tensor> drawn);

  /// Whether of a pass only the values between layers are kept for the gradients.
  boolean recomputes();

  /// A pass.
  ///
  /// @param sound as it was decoded, of the shape of the sound given
  /// @param penalty how far the latents are from the normal distribution, of shape ()
  record Pass(Tensor sound, Tensor penalty) {}
}
