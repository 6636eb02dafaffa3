package dev.aulos.audio;

/// How unlike two sounds are to the ear, as far as their mel spectrograms tell: phase does not
/// count, level does.
public final class SpectralDistance {
  private static final double FLOOR_BELOW_LOUDEST_DB = 80;

  private SpectralDistance() {}

  /// The mean over channels, times and bands of the difference in decibels. What is more than 80 dB
  /// below the loudest of either sound counts as equally silent.
  public static double db(Pcm a, Pcm b) {
    if (a.channels() != b.channels()
        || a.frames() != b.frames()
        || a.sampleRate() != b.sampleRate()) {
      throw new IllegalArgumentException("sounds differ in extent: " + a + "; " + b);
    }
    if (a.frames() == 0) {
      return 0;
    }
    double sum = 0;
    for (int c = 0; c < a.channels(); c++) {
      sum += db(MelSpectrogram.of(a, c), MelSpectrogram.of(b, c));
    }
    return sum / a.channels();
  }

  private static double db(MelSpectrogram a, MelSpectrogram b) {
    double floor = Math.max(loudest(a), loudest(b)) - FLOOR_BELOW_LOUDEST_DB;
    double sum = 0;
    for (int t = 0; t < a.times(); t++) {
      for (int m = 0; m < a.bands(); m++) {
        sum += Math.abs(Math.max(floor, a.at(t, m)) - Math.max(floor, b.at(t, m)));
      }
    }
    return sum / ((double) a.times() * a.bands());
  }

  private static double loudest(MelSpectrogram mel) {
    double loudest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < mel.times(); t++) {
      for (int m = 0; m < mel.bands(); m++) {
        loudest = Math.max(loudest, mel.at(t, m));
      }
    }
    return loudest;
  }
}
