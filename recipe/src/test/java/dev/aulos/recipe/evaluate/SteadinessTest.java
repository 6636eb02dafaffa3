package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.audio.Pcm;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadinessTest {
  private static OptionalDouble steadiness(float[] x) {
    return Steadiness.of(Onsets.of(Spectra.of(Pcm.of(Synthetic.RATE, x), 1024, 256)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {63, 90, 124, 172})
  void aPatternAtAnyTempoIsSteady(double bpm) {
    for (var hits : new String[] {"x.o.x.o.x.o.x.oo", "x..ox..xo.x.x.o.", "x.x."}) {
      assertThat(steadiness(Synthetic.pattern(bpm, 8, hits)).orElseThrow())
          .as(hits)
          .isGreaterThan(0.9);
    }
  }

  /// A quarter of a sixteenth early or late is heard as a stumble, not as swing.
  @Test
  void hitsThatStumbleAreNot() {
    for (int seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      var x = new float[8 * Synthetic.RATE];
      for (double beat = 0; beat < 7.8; beat += 0.25) {
        double at = beat + 0.06 * (random.nextDouble() - 0.5) * 2;
        int from = (int) (Math.max(0, at) * Synthetic.RATE);
        for (int i = 0; i < 2000; i++) {
          x[from + i] += (float) (0.3 * random.nextGaussian() * Math.exp(-i / 500.0));
        }
      }
      assertThat(steadiness(x).orElseThrow()).as("seed %d", seed).isLessThan(0.85);
    }
  }

  @Test
  void ofTooLittleNothingIsSaid() {
    assertThat(steadiness(new float[4 * Synthetic.RATE])).isEmpty();
    assertThat(steadiness(Synthetic.clicks(60, 4))).isEmpty();
  }
}
