package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpsamplingTest {
  private static final int SAMPLES = 200;

  @ParameterizedTest
  @CsvSource({"2, 0.01", "4, 0.1", "8, 0.1", "8, 0.2", "8, 0.26"})
  void aSineStaysTheSine(int factor, double cyclesPerSample) {
    var upsampling = new Upsampling(factor);
    var x = new float[upsampling.before() + SAMPLES + upsampling.after()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(2 * Math.PI * cyclesPerSample * (i - upsampling.before()));
    }

    var fine = upsampling.of(x, SAMPLES);

    assertThat(fine).hasSize(SAMPLES * factor);
    double error = 0;
    for (int i = 0; i < fine.length; i++) {
      double expected = Math.sin(2 * Math.PI * cyclesPerSample * i / factor);
      error += Math.pow(fine[i] - expected, 2);
    }
    assertThat(10 * Math.log10(error / fine.length / 0.5)).as("error, dB").isLessThan(-100);
  }

  @Test
  void keepsTheSamplesThatThereAre() {
    var upsampling = new Upsampling(8);
    var x = new float[upsampling.before() + 3 + upsampling.after()];
    x[upsampling.before() + 1] = 0.5f;

    var fine = upsampling.of(x, 3);

    assertThat(fine[8]).isCloseTo(0.5f, within(1e-6f));
    assertThat(fine[0]).isCloseTo(0, within(1e-6f));
    assertThat(fine[16]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void ofAFactorOfOneChangesNothing() {
    var upsampling = new Upsampling(1);

    assertThat(upsampling.before() + upsampling.after()).isZero();
    assertThat(upsampling.of(new float[] {1, 2, 3}, 3)).containsExactly(1, 2, 3);
  }
}
