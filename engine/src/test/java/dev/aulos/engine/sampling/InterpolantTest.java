package dev.aulos.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InterpolantTest {
  @Test
  void mixesKnownDataWithNoise() {
    assertThat(mixed(Interpolant.FLOW, 0.25f)).isCloseTo(3 * 0.75f + 2 * 0.25f, within(1e-6f));
    assertThat(mixed(Interpolant.SIGMA, 4)).isEqualTo(3 + 2 * 4);
    assertThat(mixed(Interpolant.CIRCLE, 1 / 3f))
        .isCloseTo((float) (3 * Math.sqrt(0.75) + 2 * 0.5), within(1e-6f));
  }

  @Test
  void scalesNoiseAloneByItsDeviationOnly() {
    for (var interpolant : Interpolant.values()) {
      var x = new float[] {2};
      interpolant.start(x, 0.5f);
      assertThat(x[0]).isEqualTo(interpolant == Interpolant.SIGMA ? 1 : 2);
    }
  }

  @Test
  void rejectsDataOfAnotherSize() {
    assertThatThrownBy(() -> Interpolant.FLOW.start(new float[3], new float[2], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3, got 2");
  }

  private static float mixed(Interpolant interpolant, float level) {
    var x = new float[] {2};
    interpolant.start(x, new float[] {3}, level);
    return x[0];
  }
}
