package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class QuickSineTest {
  @Test
  void sinesAndCosinesOfTurnsAreThoseOfThePlatform() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      double turns = random.nextDouble(-1000, 1000);
      double angle = 2 * Math.PI * (turns - Math.rint(turns));
      assertThat(QuickSine.sine(turns)).isCloseTo(Math.sin(angle), within(1e-9));
      assertThat(QuickSine.cosine(turns)).isCloseTo(Math.cos(angle), within(1e-9));
    }
  }

  @Test
  void sinesAreExactAtQuartersOfATurn() {
    for (int turn = -3; turn <= 3; turn++) {
      assertThat(QuickSine.sine(turn)).isZero();
      assertThat(QuickSine.sine(turn + 0.5)).isZero();
      assertThat(QuickSine.sine(turn + 0.25)).isCloseTo(1, within(1e-9));
      assertThat(QuickSine.sine(turn - 0.25)).isCloseTo(-1, within(1e-9));
    }
  }
}
