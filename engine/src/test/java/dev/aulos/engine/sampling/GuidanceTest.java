package dev.aulos.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GuidanceTest {
  @Test
  void movesPastTheConditionalPrediction() {
    var out = new float[2];
    Guidance.of(3).combine(new float[] {1, 2, 0.5f, 4}, 1, 2, out);
    assertThat(out).containsExactly(0.5f + 3 * 0.5f, 4 + 3 * -2);
  }

  @Test
  void restoresTheDeviationOverChannelsFrameByFrame() {
    float[] conditional = {1, 0, 4, 2, 1, 7}; // 3 channels of 2 frames
    var both = new float[12];
    System.arraycopy(conditional, 0, both, 0, 6);
    both[6] = 2;
    both[11] = -1;
    var plain = new float[6];
    var full = new float[6];
    var part = new float[6];
    Guidance.of(4).combine(both, 1, 3, plain);
    Guidance.of(4).withRescale(1).combine(both, 1, 3, full);
    Guidance.of(4).withRescale(0.25f).combine(both, 1, 3, part);
    for (int frame = 0; frame < 2; frame++) {
      assertThat(deviation(full, frame)).isCloseTo(deviation(conditional, frame), within(1e-5));
    }
    for (int i = 0; i < 6; i++) {
      assertThat(part[i]).isCloseTo(0.25f * full[i] + 0.75f * plain[i], within(1e-5f));
    }
  }

  @Test
  void restoresEachItemByItself() {
    float[] both = {1, 3, 10, -10, 0, 1, 2, 1}; // 2 items of 2 channels, conditional first
    var out = new float[4];
    Guidance.of(2).withRescale(1).combine(both, 2, 2, out);
    assertThat(Math.abs(out[0] - out[1])).isCloseTo(2, within(1e-5f));
    assertThat(Math.abs(out[2] - out[3])).isCloseTo(20, within(1e-4f));
  }

  @Test
  void appliesWithinItsIntervalOnly() {
    var guidance = Guidance.of(6).within(0.2f, 0.8f);
    assertThat(guidance.appliesAt(0.2f)).isTrue();
    assertThat(guidance.appliesAt(0.8f)).isTrue();
    assertThat(guidance.appliesAt(0.81f)).isFalse();
    assertThat(guidance.appliesAt(0.1f)).isFalse();
    assertThat(Guidance.NONE.appliesAt(0.5f)).isFalse();
  }

  @Test
  void rejectsWhatIsNoGuidance() {
    assertThatThrownBy(() -> Guidance.of(Float.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Guidance.of(2).withRescale(2)).hasMessageContaining("[0, 1]");
    assertThatThrownBy(() -> Guidance.of(2).within(1, 0)).hasMessageContaining("low <= high");
    assertThatThrownBy(() -> Guidance.of(2).combine(new float[3], 1, 1, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 3 values");
    assertThatThrownBy(
            () -> Guidance.of(2).withRescale(1).combine(new float[4], 1, 1, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 channels");
  }

  private static double deviation(float[] values, int frame) {
    double mean = (values[frame] + values[2 + frame] + values[4 + frame]) / 3.0;
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += Math.pow(values[2 * c + frame] - mean, 2);
    }
    return Math.sqrt(sum / 2);
  }
}
