package dev.aulos.engine;

/// What an autoencoder is.
///
/// @param name the folder's name
/// @param fingerprint a quick hash of its weights
/// @param sampleRate samples per second of its sound
/// @param channels of its sound
/// @param latentChannels of its latent
/// @param hop samples per latent frame
public record CodecInfo(
    String name, String fingerprint, int sampleRate, int channels, int latentChannels, int hop) {
  /// Frames of the latent of so many samples.
  public int frames(long samples) {
    return Math.toIntExact((samples + hop - 1) / hop);
  }
}
