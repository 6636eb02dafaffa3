package dev.aulos.engine.codec;

import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;

/// An autoencoder between sound (batch, audioChannels, frames·hop) and latent (batch,
/// latentChannels, frames). Each direction is loaded when first used.
public interface Codec extends AutoCloseable {
  /// Channels of the sound.
  int audioChannels();

  /// Channels of the latent.
  int latentChannels();

  /// Samples per latent frame.
  int hop();

  /// Loads the decoder now rather than at first use.
  void openDecoder();

  /// Starts decoding item `item` of `latents` without noise; only what the samples `start ≤ i <
  /// end` depend on is computed.
  SoundStream decode(NdArray latents, int item, long start, long end);

  /// The latent of `sound` in the reference's chunks, with its draws.
  NdArray encode(NdArray sound, Chunking chunking, NoiseSource noise, Cancellation cancellation);

  /// The most likely latent of `sound`, with no draw.
  NdArray encodeMean(NdArray sound, Cancellation cancellation);

  /// The floating-point operations of decoding so many frames.
  double decodeCost(long frames);

  /// The floating-point operations of encoding so many frames.
  double encodeCost(long frames);

  @Override
  void close();

  /// A decoding under way: the caller asks for piece after piece.
  interface SoundStream {
    /// Decodes the next piece into `sink`; false once all is done.
    ///
    /// @throws java.util.concurrent.CancellationException if cancelled
    boolean advance(AudioSink sink, Cancellation cancellation);

    /// The samples given so far.
    int position();

    /// The part done, from 0 to 1.
    double fraction();
  }
}
