package dev.aulos.engine;

import dev.aulos.audio.Pcm;

/// A sound to start from rather than from noise alone.
///
/// @param sound any rate and number of channels; cut, or followed by silence, to the model's canvas
/// @param noiseLevel how much is made new: for flow models 0.01 (nearly the same) to 1 (nothing
///   left); for models with the v objective the first noise level, 0.1 to 500
/// @param mean whether to start from the most likely latent, rather than from a draw as the
///   reference does
public record InitAudio(Pcm sound, double noiseLevel, boolean mean) {
  /// Checks the ranges.
  public InitAudio {
    if (!(noiseLevel >= 0.01 && noiseLevel <= 500)) {
      throw new RequestException("init noise level " + noiseLevel + ": expected 0.01 to 500");
    }
    if (sound.frames() == 0) {
      throw new RequestException("init audio has no samples");
    }
    if (sound.hasNonFinite()) {
      throw new RequestException("init audio has samples that are not finite numbers");
    }
  }
}
