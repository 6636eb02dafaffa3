package dev.aulos.recipe.evaluate;

import dev.aulos.recipe.sound.Example;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/// Sounds of which we know the truth because the formula says it.
final class Synthetic {
  static final int RATE = Example.SAMPLE_RATE;

  private Synthetic() {}

  enum Wave {
    SINE,
    TRIANGLE,
    SQUARE,
    SAW
  }

  static float[] mono(double seconds, IntToDoubleFunction value) {
    var x = new float[(int) Math.round(seconds * RATE)];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) value.applyAsDouble(i);
    }
    return x;
  }

  static float[][] both(float[] x) {
    return new float[][] {x, x.clone()};
  }

  static float[] tone(Wave wave, double hertz, double seconds) {
    return mono(seconds, i -> 0.4 * value(wave, hertz, i));
  }

  /// Up to 59 harmonics below 18 kHz, as a synthesizer without aliasing would.
  private static double value(Wave wave, double hertz, int i) {
    double sum = 0;
    for (int h = 1; h < 60 && h * hertz < 18_000 && (h == 1 || wave != Wave.SINE); h++) {
      double phase = 2 * Math.PI * h * hertz * i / RATE;
      sum +=
          switch (wave) {
            case SINE -> Math.sin(phase);
            case TRIANGLE -> h % 2 == 0 ? 0 : Math.cos(phase) / (h * h);
            case SQUARE -> h % 2 == 0 ? 0 : Math.sin(phase) / h;
            case SAW -> Math.sin(phase) / h;
          };
    }
    return sum;
  }

  static float[] noise(long seed, double seconds) {
    var random = new Random(seed);
    return mono(seconds, i -> 0.2 * random.nextGaussian());
  }

  /// A hit of noise of 60 ms at each beat.
  static float[] clicks(double bpm, double seconds) {
    return pattern(bpm, seconds, "x...");
  }

  /// Hits on a grid of quarters of a beat: `x` loud, `o` soft.
  static float[] pattern(double bpm, double seconds, String hits) {
    var random = new Random(7);
    double quarter = 60 / bpm / 4 * RATE;
    return mono(
        seconds,
        i -> {
          int step = (int) (i / quarter);
          char hit = hits.charAt(step % hits.length());
          double level = hit == 'x' ? 0.8 : hit == 'o' ? 0.3 : 0;
          double age = (i - step * quarter) / RATE;
          return level * Math.exp(-age / 0.015) * random.nextGaussian() * 0.3;
        });
  }

  static float[][] panned(float[] x, double right) {
    return panned(x, i -> right);
  }

  /// Equal power; 0 is left, 1 right.
  static float[][] panned(float[] x, IntToDoubleFunction right) {
    var sound = new float[2][x.length];
    for (int i = 0; i < x.length; i++) {
      double angle = Math.PI / 2 * right.applyAsDouble(i);
      sound[0][i] = (float) (x[i] * Math.cos(angle));
      sound[1][i] = (float) (x[i] * Math.sin(angle));
    }
    return sound;
  }
}
