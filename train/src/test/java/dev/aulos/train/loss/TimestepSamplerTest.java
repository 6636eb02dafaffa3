package dev.aulos.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestepSamplerTest {
  private static final int MANY = 20_000;

  static Stream<TimestepSampler> samplers() {
    return Stream.of(
        new TimestepSampler.Uniform(),
        new TimestepSampler.LogitNormal(),
        new TimestepSampler.TruncatedLogitNormal(),
        new TimestepSampler.LogSnr(),
        new TimestepSampler.LogSnrUniform(),
        new TimestepSampler.Sometimes(new TimestepSampler.Uniform(), 1, 0.5));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void drawsTimesThatTheSeedDetermines(TimestepSampler sampler) {
    var times = sampler.draw(MANY, new Random(1));
    assertThat(sampler.draw(MANY, new Random(1))).isEqualTo(times);
    assertThat(sampler.draw(MANY, new Random(2))).isNotEqualTo(times);
    for (float time : times) {
      assertThat(time).isBetween(0f, 1f);
    }
  }

  @Test
  void spreadsABatchEvenly() {
    var times = new TimestepSampler.Uniform().draw(64, new Random(3));
    var parts = IntStream.range(0, 64).map(i -> (int) (times[i] * 64)).sorted().toArray();
    assertThat(parts).isEqualTo(IntStream.range(0, 64).toArray());
  }

  @Test
  void putsTheMiddleOfEachDistributionInItsPlace() {
    assertThat(median(new TimestepSampler.Uniform())).isCloseTo(0.5, within(0.01));
    assertThat(median(new TimestepSampler.LogitNormal())).isCloseTo(0.5, within(0.01));
    // the median of a normal number above ln(0.075/0.925) = −2.512 is 0.0075
    double s = 1 / (1 + Math.exp(-0.0075));
    assertThat(median(new TimestepSampler.TruncatedLogitNormal()))
        .isCloseTo(1 - (s - 0.075) / 0.925, within(0.01));
    assertThat(median(new TimestepSampler.LogSnr())).isCloseTo(0.7685, within(0.02)); // σ(1.2)
    assertThat(median(new TimestepSampler.LogSnrUniform())).isCloseTo(0.8808, within(0.01)); // σ(2)
  }

  private static double median(TimestepSampler sampler) {
    var times = sampler.draw(MANY, new Random(4));
    Arrays.sort(times);
    return times[MANY / 2];
  }

  @Test
  void keepsAwayFromTheEndsWhereTheRatioIsWide() {
    for (float time : new TimestepSampler.LogSnr(0, 100).draw(100, new Random(5))) {
      assertThat(time).isBetween(1e-4f, 1 - 1e-4f);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.25f, 1})
  void drawsATimeAsOftenAsAsked(float time) {
    var half = new TimestepSampler.Sometimes(new TimestepSampler.LogitNormal(), time, 0.5);
    var times = half.draw(MANY, new Random(6));
    long drawn = IntStream.range(0, MANY).filter(i -> times[i] == time).count();
    assertThat(drawn / (double) MANY).isCloseTo(0.5, within(0.02));
  }

  @Test
  void rejectsParametersOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimestepSampler.TruncatedLogitNormal(1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TimestepSampler.LogSnrUniform(2, -6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimestepSampler.Sometimes(new TimestepSampler.Uniform(), 1, 1.5))
        .withMessageContaining("1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimestepSampler.Sometimes(new TimestepSampler.Uniform(), -0.5f, 0.5))
        .withMessageContaining("-0.5");
  }
}
