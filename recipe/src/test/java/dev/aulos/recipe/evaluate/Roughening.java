package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Example;
import java.util.Random;

/// What a codec or a model does to a sound, roughly: noise that follows it, noise that does not, a
/// dull top, a wavering level. A classifier that has met it goes by what matters.
record Roughening(Random random) {
  /// A roughened copy; how much is drawn.
  float[][] apply(float[][] samples) {
    double follow = 0.35 * random.nextDouble();
    double floor = peak(samples) * Math.pow(10, -(40 + 40 * random.nextDouble()) / 20);
    double cutoff = 5000 * Math.pow(4, random.nextDouble());
    double waver = 0.3 * random.nextDouble();
    double waverHz = 1 + 8 * random.nextDouble();
    var rough = new float[samples.length][];
    for (int c = 0; c < samples.length; c++) {
      var noise = new Random(random.nextLong());
      rough[c] = new float[samples[c].length];
      double keep = Math.exp(-2 * Math.PI * cutoff / Example.SAMPLE_RATE);
      double low = 0;
      for (int i = 0; i < rough[c].length; i++) {
        double level = 1 + waver * Math.sin(2 * Math.PI * waverHz * i / Example.SAMPLE_RATE);
        double x = samples[c][i] * (level + follow * gaussian(noise)) + floor * gaussian(noise);
        low = (1 - keep) * x + keep * low;
        rough[c][i] = (float) low;
      }
    }
    return rough;
  }

  /// Nearly normal, and cheap: a sum of four bytes.
  private static double gaussian(Random noise) {
    int bits = noise.nextInt();
    int sum = (bits & 255) + (bits >>> 8 & 255) + (bits >>> 16 & 255) + (bits >>> 24);
    return (sum - 510) / 147.8;
  }

  private static double peak(float[][] samples) {
    double peak = 0;
    for (var channel : samples) {
      for (float x : channel) {
        peak = Math.max(peak, Math.abs(x));
      }
    }
    return peak;
  }
}
