package dev.aulos.recipe.evaluate;

import dev.aulos.audio.SpectralAnalysis;
import dev.aulos.audio.SpectralLayout;
import dev.aulos.audio.SpectralSynthesis;
import java.util.Arrays;
import java.util.Random;

/// A sound that was described without its phase, somewhat wrongly, and made again: what is heard of
/// it stays, partials and noise are others. A classifier that has met it does not go by those.
record Recoding(Random random) {
  private static final int SIZE = SpectralLayout.SIZE;
  private static final double MOST_WRONG = 0.25; // 6 dB, standard deviation
  private static final double MOST_BLURRED = 0.3; // share of either neighbour in time

  /// A recoded copy; how wrong it is, is drawn.
  float[][] apply(float[][] samples) {
    var numbers = SpectralAnalysis.of(samples[0], samples[1]);
    double wrong = MOST_WRONG * random.nextDouble();
    double blur = MOST_BLURRED * random.nextDouble();
    var drawn = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double before = i < SIZE ? numbers[i] : numbers[i - SIZE];
      double after = i + SIZE < numbers.length ? numbers[i + SIZE] : numbers[i];
      double blurred = (1 - 2 * blur) * numbers[i] + blur * (before + after);
      drawn[i] = (float) limited(i % SIZE, blurred, wrong * random.nextGaussian());
    }
    var sound = SpectralSynthesis.of(drawn);
    var cut = new float[sound.length][];
    for (int c = 0; c < sound.length; c++) {
      cut[c] = Arrays.copyOf(sound[c], samples[c].length);
    }
    return cut;
  }

  /// Levels have no limits; what stands after them is a share, 0 to 1, or lies between -1 and 1.
  private static double limited(int place, double number, double error) {
    if (place < SpectralLayout.LEVELS) {
      return number + error;
    }
    boolean isShare = place < SpectralLayout.LEVELS + SpectralLayout.TEXTURES;
    return Math.clamp(number + 0.5 * error, isShare ? 0 : -1, 1);
  }
}
