package dev.aulos.train.loss;

import static dev.aulos.train.loss.Compute.floats;
import static dev.aulos.train.loss.Compute.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AWeightingTest {
  @Test
  void passesOneKilohertzAndDampensTheDeep() {
    var taps = AWeighting.of(44100).taps().toFloats();
    assertThat(decibels(taps, 1000, 44100)).isCloseTo(0, within(0.5));
    assertThat(decibels(taps, 2500, 44100)).isCloseTo(1.3, within(0.3));
    assertThat(decibels(taps, 50, 44100)).isLessThan(-15);
  }

  private static double decibels(float[] taps, double hertz, int rate) {
    double sum = 0;
    for (int i = 0; i < taps.length; i++) {
      sum += taps[i] * Math.cos(2 * Math.PI * hertz / rate * (i - taps.length / 2));
    }
    return 20 * Math.log10(Math.abs(sum));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 127, 128, 129, 300})
  void correlatesWithItsTapsUpToTheEnds(int samples) {
    var filter = AWeighting.of(48000);
    var taps = filter.taps().toFloats();
    var signal = normal(samples, 2, samples);
    var x = floats(signal);
    var y = floats(filter.apply(signal));
    assertThat(y).hasSameSizeAs(x);
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int k = 0; k < taps.length; k++) {
        int at = i % samples + k - 50;
        sum += at >= 0 && at < samples ? (double) taps[k] * x[i - i % samples + at] : 0;
      }
      assertThat((double) y[i]).isCloseTo(sum, within(1e-5));
    }
  }

  @Test
  void rejectsARateOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AWeighting.of(0))
        .withMessageContaining("sampleRate");
  }
}
