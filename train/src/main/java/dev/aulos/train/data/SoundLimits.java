package dev.aulos.train.data;

/// What a sound must be like to be learnt from.
///
/// @param minSeconds the shortest that is let in
/// @param maxSeconds the longest
/// @param silenceDb a sound whose peak is below is silent; dB of full scale
/// @param maxClippedShare the largest share of its samples that may be cut off at full scale, 0–1
public record SoundLimits(
    double minSeconds, double maxSeconds, double silenceDb, double maxClippedShare) {
  public SoundLimits {
    if (!(minSeconds >= 0 && maxSeconds >= minSeconds)) {
      throw new IllegalArgumentException(
          "lengths are " + minSeconds + " to " + maxSeconds + " s, expected 0 or more, ascending");
    }
    if (!(silenceDb < 0)) {
      throw new IllegalArgumentException("silence is " + silenceDb + " dB, expected below 0");
    }
    if (!(maxClippedShare >= 0 && maxClippedShare <= 1)) {
      throw new IllegalArgumentException("clipped share is " + maxClippedShare + ", expected 0–1");
    }
  }

  /// A tenth of a second to an hour, −60 dB, a hundredth.
  public static SoundLimits usual() {
    return new SoundLimits(0.1, 3600, -60, 0.01);
  }
}
