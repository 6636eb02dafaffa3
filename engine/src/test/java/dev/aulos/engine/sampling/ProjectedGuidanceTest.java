package dev.aulos.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProjectedGuidanceTest {
  private static final float[] BOTH = {1, 2, 0.5f, -1, 0.25f, 1, -0.5f, 2}; // 2 channels, 2 frames
  private static final float[] X = {0.3f, -1, 2, 0.7f};
  private static final float[] T = {0.4f};

  @Test
  void isPlainGuidanceWhenNothingIsProjected() {
    var plain = new float[4];
    Guidance.of(3).combine(BOTH, 1, 2, plain);
    assertThat(combined(Guidance.of(3), 2)).containsExactly(plain, within(1e-6f));
  }

  @Test
  void movesTheDataAcrossItselfOnly() {
    var got = combined(Guidance.of(3).withApg(1), 2);
    double along = 0;
    for (int i = 0; i < 4; i++) {
      along += (got[i] - BOTH[i]) * data(i);
    }
    assertThat(along).isCloseTo(0, within(1e-6));
    assertThat(got).isNotEqualTo(new float[] {1, 2, 0.5f, -1});
  }

  @Test
  void mixesBothInPart() {
    var plain = combined(Guidance.of(3), 2);
    var across = combined(Guidance.of(3).withApg(1), 2);
    var half = combined(Guidance.of(3).withApg(0.5f), 2);
    for (int i = 0; i < 4; i++) {
      assertThat(half[i]).isCloseTo((plain[i] + across[i]) / 2, within(1e-6f));
    }
  }

  @Test
  void shortensTheDifferenceToTheLimit() {
    var got = combined(Guidance.of(2).withNormThreshold(0.1f), 2);
    double norm = 0;
    for (int i = 0; i < 4; i++) {
      norm += Math.pow(T[0] * (got[i] - BOTH[i]), 2);
    }
    assertThat(Math.sqrt(norm)).isCloseTo(0.1, within(1e-6));
    assertThat(combined(Guidance.of(2).withNormThreshold(100), 2))
        .containsExactly(combined(Guidance.of(2), 2), within(1e-6f));
  }

  @Test
  void leavesPaddedFramesToTheConditionalPrediction() {
    var got = combined(Guidance.of(3).withApg(1), 1);
    assertThat(got[1]).isEqualTo(BOTH[1]);
    assertThat(got[3]).isEqualTo(BOTH[3]);
    assertThat(got[0]).isNotEqualTo(BOTH[0]);
  }

  @Test
  void rejectsValuesThatDoNotBelongTogether() {
    var guidance = new ProjectedGuidance(Guidance.of(2).withApg(1), 2, 2);
    assertThatThrownBy(() -> guidance.combine(BOTH, new float[3], T, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 of state");
    assertThatThrownBy(() -> Guidance.of(2).withApg(2)).hasMessageContaining("[0, 1]");
    assertThatThrownBy(() -> Guidance.of(2).withNormThreshold(-1)).hasMessageContaining("norm");
  }

  private static float[] combined(Guidance guidance, int validFrames) {
    var out = new float[4];
    new ProjectedGuidance(guidance, 2, validFrames).combine(BOTH, X, T, out);
    return out;
  }

  private static double data(int i) {
    return X[i] - T[0] * BOTH[i];
  }
}
