package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RelaxedKernelTest {
  private static final int FRAMES = 200;

  @ParameterizedTest
  @CsvSource({"2, 0.01", "4, 0.1", "8, 0.1", "8, 0.2", "8, 0.26"})
  void aSineInTheLowerHalfStaysTheSine(int factor, double cyclesPerFrame) {
    var x = new float[FRAMES];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(2 * Math.PI * cyclesPerFrame * i);
    }

    var fine = Resampler.relaxed(factor).apply(Pcm.of(1, x));

    assertThat(fine.frames()).isEqualTo(FRAMES * factor);
    int edge = RelaxedKernel.HALF_WIDTH * factor;
    double error = 0;
    for (int i = edge; i < fine.frames() - edge; i++) {
      double expected = Math.sin(2 * Math.PI * cyclesPerFrame * i / factor);
      error += Math.pow(fine.at(0, i) - expected, 2);
    }
    double power = 0.5 * (fine.frames() - 2 * edge);
    assertThat(10 * Math.log10(error / power)).as("error, dB").isLessThan(-100);
  }

  @Test
  void keepsTheFramesThatThereAre() {
    var x = new float[40];
    x[20] = 0.5f;

    var fine = Resampler.relaxed(8).apply(Pcm.of(1, x));

    for (int i = 0; i < x.length; i++) {
      assertThat(fine.at(0, 8 * i)).isCloseTo(x[i], within(1e-6f));
    }
  }
}
