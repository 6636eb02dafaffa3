package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class NoiseGrainTest {
  private static final int BINS = 300;
  private static final int GRAINS = 200;

  /// The mean over bins of many grains.
  private static double mean(NoiseGrain grain, IntToDoubleFunction ofBin) {
    double sum = 0;
    for (int g = 0; g < GRAINS; g++) {
      grain.draw(g);
      for (int k = 1; k < BINS; k++) {
        sum += ofBin.applyAsDouble(k);
      }
    }
    return sum / GRAINS / (BINS - 1);
  }

  @Test
  void bothChannelsHaveAPowerOfOneInEveryBin() {
    var n = new NoiseGrain(BINS, 0);

    double power = mean(n, k -> n.re(k) * n.re(k) + n.im(k) * n.im(k));
    double other = mean(n, k -> n.otherRe(k) * n.otherRe(k) + n.otherIm(k) * n.otherIm(k));

    assertThat(power).isCloseTo(1, within(0.02));
    assertThat(other).isCloseTo(1, within(0.02));
  }

  @Test
  void partsAndChannelsKnowNothingOfEachOther() {
    var n = new NoiseGrain(BINS, 0);

    assertThat(mean(n, k -> n.re(k) * n.im(k))).isCloseTo(0, within(0.01));
    assertThat(mean(n, k -> n.re(k) * n.otherRe(k))).isCloseTo(0, within(0.01));
    assertThat(mean(n, k -> n.re(k) * n.otherIm(k))).isCloseTo(0, within(0.01));
    assertThat(mean(n, k -> n.im(k) * n.otherIm(k))).isCloseTo(0, within(0.01));
    assertThat(mean(n, k -> n.otherRe(k) * n.otherIm(k))).isCloseTo(0, within(0.01));
  }

  @Test
  void neighboursAreAsUnderAHannWindow() {
    var n = new NoiseGrain(BINS, 0);

    double beside = mean(n, k -> n.re(k) * n.re(k - 1) + n.im(k) * n.im(k - 1));
    double next = mean(n, k -> n.re(k) * n.re(Math.max(0, k - 2)));

    assertThat(beside).isCloseTo(-2.0 / 3, within(0.02)); // Σ w² e^(2πin/size) over Σ w²
    assertThat(next).isCloseTo(0.5 / 6, within(0.02)); // the same two bins apart, one of two parts
  }

  @Test
  void aNumberIsOneGrain() {
    var n = new NoiseGrain(BINS, 0);
    n.draw(17);
    double re = n.re(5);
    double other = n.otherIm(7);
    n.draw(18);
    assertThat(n.re(5)).isNotEqualTo(re);

    n.draw(17);

    assertThat(n.re(5)).isEqualTo(re);
    assertThat(n.otherIm(7)).isEqualTo(other);
  }
}
