package dev.aulos.models.conditioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpoFourierTest {
  private static final ExpoFourier FOURIER = ExpoFourier.PUBLISHED;

  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "1, 0.54055065",
    "2, 0.58438998",
    "63, 68.006714",
    "64, 73.522133",
    "126, 9249.8301",
    "127, 10000.001"
  })
  void spacesFrequenciesAsTheReferenceDoes(int j, float expected) {
    assertThat(FOURIER.frequencies()[j]).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"26, 407309F1", "27, 40835FF6", "44, 41774AD4", "86, 43CC627B", "124, 45F750BF"})
  void keepsTheReferencesRoundingWhereItIsNotTheNearest(int j, String bits) {
    float frequency = FOURIER.frequencies()[j];
    assertThat(Float.floatToIntBits(frequency)).isEqualTo(Integer.parseInt(bits, 16));
    double exact = Math.exp(j / 127.0 * Math.log(20_000) + Math.log(0.5));
    assertThat(frequency / exact).isCloseTo(1, within(2e-6));
  }

  @Test
  void risesGeometrically() {
    var frequencies = FOURIER.frequencies();
    double ratio = Math.exp(Math.log(20_000) / 127);
    for (int j = 1; j < frequencies.length; j++) {
      assertThat(frequencies[j] / (double) frequencies[j - 1]).isCloseTo(ratio, within(4e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.970031, 0.242980",
    "1, 0.965003, 0.262240",
    "2, 0.959137, 0.282944",
    "63, -0.385726, 0.922614",
    "64, -0.038215, -0.999270",
    "127, -0.000737, 1.0"
  })
  void describesThirtySecondsAsTheReferenceDoes(int j, float cos, float sin) {
    var features = FOURIER.of(30f / 384);
    assertThat(features[j]).isCloseTo(cos, within(6e-7f));
    assertThat(features[128 + j]).isCloseTo(sin, within(6e-7f));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "1, -0.127049, 0.991896",
    "2, -0.262024, 0.965061",
    "63, 0.999777, 0.021097",
    "64, 0.069477, -0.997584",
    "127, 0.999995, 0.003152"
  })
  void describesTheMiddleOfSamplingAsTheReferenceDoes(int j, float cos, float sin) {
    var features = FOURIER.of(0.5f);
    assertThat(features[j]).isCloseTo(cos, within(6e-7f));
    assertThat(features[128 + j]).isCloseTo(sin, within(6e-7f));
  }

  @Test
  void takesOtherFrequencies() {
    var quarters = ExpoFourier.withFrequencies(0.25f, 0.5f);
    assertThat(quarters.size()).isEqualTo(4);
    assertThat(quarters.of(1)).containsExactly(new float[] {0, -1, 1, 0}, within(1e-6f));
  }

  @Test
  void rejectsNoFrequencies() {
    assertThatIllegalArgumentException()
        .isThrownBy(ExpoFourier::withFrequencies)
        .withMessageContaining("at least one");
  }
}
