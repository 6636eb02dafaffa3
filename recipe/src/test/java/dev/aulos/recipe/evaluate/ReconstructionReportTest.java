package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.recipe.evaluate.ReconstructionReport.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconstructionReportTest {
  private static final float[] NOISE = Synthetic.noise(4, 1.5);

  private static ReconstructionReport report(float[] original, float[] decoded) {
    return ReconstructionReport.of(
        List.of(new Pair(Synthetic.both(original), Synthetic.both(decoded))), 128);
  }

  @Test
  void findsNothingBetweenEqualSounds() {
    var report = report(NOISE, NOISE.clone());

    assertThat(report.distanceDb()).isZero();
    assertThat(report.buzzDb()).isZero();
    assertThat(report.patchHz()).isCloseTo(344.53, within(0.01));
  }

  @Test
  void measuresALevelAsTheDistanceItIs() {
    var quieter = Synthetic.mono(1.5, i -> NOISE[i] * Math.pow(10, -6 / 20.0));

    assertThat(report(NOISE, quieter).distanceDb()).isCloseTo(6, within(0.05));
  }

  @Test
  void hearsPulsesAtThePatchRate() {
    var buzzing = Synthetic.mono(1.5, i -> NOISE[i] + (i % 128 == 0 ? 3 : 0));
    var elsewhere = Synthetic.mono(1.5, i -> NOISE[i] + (i % 121 == 0 ? 3 : 0));

    assertThat(report(NOISE, buzzing).buzzDb()).isGreaterThan(6);
    assertThat(report(NOISE, buzzing).worstBuzzDb()).isGreaterThan(6);
    assertThat(report(NOISE, elsewhere).buzzDb()).isLessThan(2);
  }

  @Test
  void doesNotTakeNoiseForBuzz() {
    assertThat(report(NOISE, Synthetic.noise(99, 1.5)).buzzDb()).isCloseTo(0, within(0.3));
  }

  @Test
  void refusesAPatchThatIsNoPowerOfTwo() {
    var pair = new Pair(new float[2][100], new float[2][100]);
    assertThatThrownBy(() -> ReconstructionReport.of(List.of(pair), 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("patch is 100 frames, expected a power of two");
    assertThatThrownBy(() -> ReconstructionReport.of(List.of(), 128))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no pairs");
  }
}
