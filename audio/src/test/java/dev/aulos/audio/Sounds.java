package dev.aulos.audio;

import java.util.SplittableRandom;

/// Sounds made up for tests.
final class Sounds {
  private Sounds() {}

  static Pcm noise(int rate, int channels, int frames, long seed) {
    var random = new SplittableRandom(seed);
    var x = new float[channels][frames];
    for (var channel : x) {
      for (int i = 0; i < frames; i++) {
        channel[i] = (float) (random.nextDouble() * 1.8 - 0.9);
      }
    }
    return Pcm.owning(rate, x);
  }

  static Pcm sine(int rate, double hertz, double amplitude, int frames) {
    var x = new float[frames];
    for (int i = 0; i < frames; i++) {
      x[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return Pcm.owning(rate, new float[][] {x});
  }
}
