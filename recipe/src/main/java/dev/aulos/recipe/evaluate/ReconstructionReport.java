package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Spectrogram;
import dev.aulos.recipe.sound.Example;
import java.util.Arrays;
import java.util.List;

/// How well an autoencoder gives sounds back.
///
/// @param distanceDb log-spectral distance: the root mean square over frequencies of the difference
///   of levels in dB, mean over times (of 2048 frames every 512), channels and sounds; what is more
///   than 80 dB below the loudest of the original counts as that
/// @param buzzDb by how much energy at multiples of the patch rate stands out of its neighbourhood
///   more in the decoded sound than in the original; mean over multiples, times and sounds
/// @param worstBuzzDb the largest of the sounds' means
/// @param patchHz patches per second
/// @param sounds how many
public record ReconstructionReport(
    double distanceDb, double buzzDb, double worstBuzzDb, double patchHz, int sounds) {
  private static final double RANGE_DB = 80;
  private static final double NOISE_POWER =
      1e-7; // of a bin; keeps what cannot be heard from counting

  /// A sound and what came back; the longer is cut.
  public record Pair(float[][] original, float[][] decoded) {}

  /// Compares at the rate of patches of so many frames.
  ///
  /// @throws IllegalArgumentException if there are no pairs, or the patch is not a power of two of
  ///   at least 16 frames
  public static ReconstructionReport of(List<Pair> pairs, int patch) {
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("no pairs of sounds to compare");
    }
    if (patch < 16 || Integer.bitCount(patch) != 1) {
      throw new IllegalArgumentException(
          "patch is " + patch + " frames, expected a power of two of at least 16");
    }
    double distance = 0;
    double buzz = 0;
    double worst = Double.NEGATIVE_INFINITY;
    for (var pair : pairs) {
      int frames = Math.min(pair.original()[0].length, pair.decoded()[0].length);
      var original = Pcm.owning(Example.SAMPLE_RATE, pair.original()).trimTo(frames);
      var decoded = Pcm.owning(Example.SAMPLE_RATE, pair.decoded()).trimTo(frames);
      double excess = buzz(decoded, patch) - buzz(original, patch);
      distance += distance(original, decoded) / pairs.size();
      buzz += excess / pairs.size();
      worst = Math.max(worst, excess);
    }
    double patchHz = Example.SAMPLE_RATE / (double) patch;
    return new ReconstructionReport(distance, buzz, worst, patchHz, pairs.size());
  }

  private static double distance(Pcm original, Pcm decoded) {
    double sum = 0;
    for (int c = 0; c < original.channels(); c++) {
      var a = Spectrogram.of(original, c, 2048, 512);
      var b = Spectrogram.of(decoded, c, 2048, 512);
      sum += distance(a, b, loudest(a) * Math.pow(10, -RANGE_DB / 10));
    }
    return sum / original.channels();
  }

  private static double loudest(Spectrogram x) {
    double loudest = 1e-12;
    for (int t = 0; t < x.times(); t++) {
      for (int k = 0; k < x.bins(); k++) {
        loudest = Math.max(loudest, x.at(t, k));
      }
    }
    return loudest;
  }

  private static double distance(Spectrogram a, Spectrogram b, double floor) {
    double sum = 0;
    for (int t = 0; t < a.times(); t++) {
      double squares = 0;
      for (int k = 0; k < a.bins(); k++) {
        double db = 10 * Math.log10(Math.max(floor, a.at(t, k)) / Math.max(floor, b.at(t, k)));
        squares += db * db;
      }
      sum += Math.sqrt(squares / a.bins());
    }
    return sum / Math.max(1, a.times());
  }

  /// How far lines at multiples of the patch rate stand out, in dB: 16 bins apart from one another,
  /// each three bins wide, against the median of those between.
  private static double buzz(Pcm sound, int patch) {
    int size = 16 * patch;
    double sum = 0;
    int count = 0;
    for (int c = 0; c < sound.channels(); c++) {
      var x = Spectrogram.of(sound, c, size, size / 2);
      for (int t = 0; t < x.times(); t++) {
        for (int k = 16; k + 8 < x.bins(); k += 16) {
          sum += prominence(x, t, k, NOISE_POWER * size);
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double prominence(Spectrogram x, int t, int k, double floor) {
    double line = Math.max(x.at(t, k), Math.max(x.at(t, k - 1), x.at(t, k + 1)));
    var others = new double[10];
    for (int i = 0; i < 5; i++) {
      others[i] = x.at(t, k - 7 + i);
      others[5 + i] = x.at(t, k + 3 + i);
    }
    Arrays.sort(others);
    return 10 * Math.log10((line + floor) / (0.5 * (others[4] + others[5]) + floor));
  }
}
