package dev.aulos.train.data;

/// What is taken of each sound.
///
/// @param sampleRate of what is learnt, in hertz; other sounds are resampled as the reference does
/// @param channels of what is learnt, 1 or 2: of two the mean, of one both
/// @param frames of a crop; zeros follow a shorter sound
/// @param isRandom whether a crop starts anywhere in a longer sound, else at its start
/// @param flipsPhase whether every other crop, by chance, is turned upside down
public record Crop(int sampleRate, int channels, int frames, boolean isRandom, boolean flipsPhase) {
  public Crop {
    if (sampleRate < 1 || frames < 1) {
      throw new IllegalArgumentException(
          String.format("crops of %d frames at %d Hz, expected 1 or more", frames, sampleRate));
    }
    if (channels != 1 && channels != 2) {
      throw new IllegalArgumentException("channels are " + channels + ", expected 1 or 2");
    }
  }

  /// Crops that start anywhere, upright.
  public static Crop of(int sampleRate, int channels, int frames) {
    return new Crop(sampleRate, channels, frames, true, false);
  }
}
