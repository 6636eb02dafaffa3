package dev.aulos.audio;

import static dev.aulos.audio.SpectralLayout.SIZE;
import static dev.aulos.audio.SpectralLayout.TEXTURE;
import static dev.aulos.audio.SpectralLayout.TEXTURES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectralAnalysisTest {
  private static final int RATE = 44_100;
  private static final int TONES_ONLY = 3; // lowest bands

  /// A drum: a decaying tone that falls from `high` to `low` Hz within some hundredths of a second.
  private static float[] drum(double low, double high) {
    var x = new float[RATE];
    double phase = 0;
    for (int i = 0; i < x.length; i++) {
      double t = (double) i / RATE;
      x[i] = (float) (0.8 * Math.exp(-12 * t) * Math.sin(phase));
      phase += 2 * Math.PI * (low + (high - low) * Math.exp(-t / 0.04)) / RATE;
    }
    return x;
  }

  private static float[] noise() {
    var random = new Random(1);
    var x = new float[RATE];
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.1f * (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] described(float[] x) {
    return SpectralAnalysis.of(x, x);
  }

  private static double share(float[] numbers, int band) {
    double sum = 0;
    int frames = numbers.length / SIZE;
    for (int t = 4; t < frames - 4; t++) {
      sum += numbers[t * SIZE + TEXTURE + band];
    }
    return sum / (frames - 8);
  }

  @Test
  void whiteNoiseIsNoiseWhereBandsCanTell() {
    var numbers = described(noise());
    for (int band = 0; band < TEXTURES; band++) {
      double share = share(numbers, band);
      if (band < TONES_ONLY) {
        assertThat(share).isZero();
      } else {
        assertThat(share).as("band %d", band).isGreaterThan(0.8);
      }
    }
  }

  @Test
  void aToneIsNoNoiseHeldOrFalling() {
    for (var sound : new float[][] {drum(440, 440), drum(90, 150), drum(180, 290)}) {
      var numbers = described(sound);
      for (int t = 0; t < 20; t++) { // of 86 frames, those that are loud
        for (int band = 0; band < 5; band++) {
          assertThat(numbers[t * SIZE + TEXTURE + band])
              .as("frame %d, band %d", t, band)
              .isLessThan(0.3f);
        }
      }
    }
  }

  @Test
  void aDrumKeepsItsAttackAndItsPitch() {
    var drum = drum(120, 200);
    var made = SpectralSynthesis.of(described(drum))[0];
    assertThat(energy(made, 0, 2205))
        .isBetween(0.6 * energy(drum, 0, 2205), 1.3 * energy(drum, 0, 2205));
    assertThat(crossings(made, 2205, 8820)).isBetween(32, 40); // 0.15 s at 120 Hz: 36
  }

  @Test
  void aToneHasItsLevelFromItsFirstSampleToItsLast() {
    var tone = new float[32 * SpectralLayout.HOP];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / RATE));
    }
    var made = SpectralSynthesis.of(described(tone))[0];
    for (int from : new int[] {0, 441, 882, tone.length / 2, tone.length - 441}) {
      double db = 10 * Math.log10(energy(made, from, from + 441) / energy(tone, from, from + 441));
      assertThat(db).as("from %d", from).isBetween(-2.5, 2.5);
    }
  }

  private static double energy(float[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i] * x[i];
    }
    return sum;
  }

  private static int crossings(float[] x, int from, int to) {
    int count = 0;
    for (int i = from + 1; i < to; i++) {
      count += (x[i - 1] < 0) != (x[i] < 0) ? 1 : 0;
    }
    return count;
  }
}
