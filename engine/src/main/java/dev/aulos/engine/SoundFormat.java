package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;

/// The rate and channels of a model's sound, to which any other sound is brought.
///
/// @param sampleRate samples per second
/// @param channels of the sound
record SoundFormat(int sampleRate, int channels) {
  /// The sound at this rate, with these channels: one stands for both of two, and of more than two
  /// the first two stay.
  ///
  /// @throws RequestException if the channels cannot be made of those there are
  Pcm bring(Pcm sound) {
    var resampled =
        sound.sampleRate() == sampleRate
            ? sound
            : Resampler.reference(sound.sampleRate(), sampleRate).apply(sound);
    if (resampled.channels() == channels) {
      return resampled;
    }
    return switch (channels) {
      case 1 -> resampled.toMono();
      case 2 -> resampled.toStereo();
      default ->
          throw new RequestException(
              "the sound has "
                  + sound.channels()
                  + " channels, expected "
                  + channels
                  + " as the model's has");
    };
  }

  /// The sound at this rate and with these channels, once it is one that can be encoded.
  ///
  /// @param what to call it in a refusal
  /// @throws RequestException if it has no samples, or some that are not finite
  Pcm checked(Pcm sound, String what) {
    if (sound.frames() == 0) {
      throw new RequestException(what + " has no samples");
    }
    if (sound.hasNonFinite()) {
      throw new RequestException(what + " has samples that are not finite numbers");
    }
    return bring(sound);
  }
}
