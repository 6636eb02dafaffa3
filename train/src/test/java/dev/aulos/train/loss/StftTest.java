package dev.aulos.train.loss;

import static dev.aulos.train.loss.Compute.floats;
import static dev.aulos.train.loss.Compute.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StftTest {
  private static final Offset<Double> ROUNDING = within(2e-5);

  @ParameterizedTest
  @CsvSource({"16, 4, 16, 50", "16, 5, 16, 50", "16, 16, 16, 48", "20, 5, 12, 33", "8, 3, 6, 9"})
  void transformsFramesOfTheReflectedSignal(int fft, int hop, int window, int samples) {
    var resolution = new StftResolution(fft, hop, window);
    var signal = normal(1, 1, samples);
    var spectrum = Stft.of(resolution).centred(signal);
    int frames = 1 + samples / hop;
    assertThat(spectrum.re().shape().fixed()).containsExactly(1, frames, fft / 2 + 1);
    var x = floats(signal);
    var re = floats(spectrum.re());
    var im = floats(spectrum.im());
    for (int i = 0; i < re.length; i++) {
      int frame = i / resolution.bins();
      var expected = bin(x, resolution, frame * hop - fft / 2, i % resolution.bins());
      assertThat((double) re[i]).isCloseTo(expected[0], ROUNDING);
      assertThat((double) im[i]).isCloseTo(expected[1], ROUNDING);
    }
  }

  /// One bin of the frame that starts at sample `start`, by the definition.
  private static double[] bin(float[] x, StftResolution r, int start, int k) {
    var sum = new double[2];
    for (int n = 0; n < r.window(); n++) {
      int place = n + (r.fft() - r.window()) / 2;
      int at = Math.abs(start + place);
      at = at < x.length ? at : 2 * (x.length - 1) - at;
      double value = x[at] * (0.5 - 0.5 * Math.cos(2 * Math.PI * n / r.window()));
      sum[0] += value * Math.cos(2 * Math.PI * k * place / r.fft());
      sum[1] -= value * Math.sin(2 * Math.PI * k * place / r.fft());
    }
    return sum;
  }

  @Test
  void takesFramesWithinTheSignalWithoutCentring() {
    var spectrum = Stft.of(StftResolution.of(8)).apply(normal(2, 3, 21));
    assertThat(spectrum.re().shape().fixed()).containsExactly(3, 7, 5);
  }

  @Test
  void makesWhiteNoiseAsLoudAsItIsWhenNormalised() {
    var spectrum = Stft.of(StftResolution.of(32)).normalised().apply(normal(3, 1, 8192));
    var power = floats(Mean.of(spectrum.power(0)));
    assertThat(power[0]).isCloseTo(1, within(0.1f));
  }

  @ParameterizedTest
  @CsvSource({"512, 22050", "1024, 22050", "1024, 8000", "2048, 300", "768, 5000"})
  void findsTheSameDistanceInTwoStagesAsInOne(int fft, double hertz) {
    var stft = Stft.of(StftResolution.of(fft)).upTo(hertz, 44100);
    var target = normal(4, 2, 1500);
    var prediction = normal(5, 2, 1500);
    assertThat(FastFourier.suits(stft.resolution())).isTrue();
    var one = SpectralDistance.of(stft.centred(target), stft.centred(prediction));
    var two = SpectralDistance.of(scattered(stft, target), scattered(stft, prediction));
    assertThat(floats(two.loss())[0]).isCloseTo(floats(one.loss())[0], within(2e-5f));
    assertThat(floats(two.convergence())).containsExactly(floats(one.convergence()), within(2e-5f));
  }

  private static Spectrum scattered(Stft stft, Tensor x) {
    var mirrored = Mirrored.of(x, stft.resolution().fft() / 2);
    return stft.scattered(mirrored, x.dim(1).fixed());
  }

  @Test
  void leavesBinsAboveAFrequencyOut() {
    var all = Stft.of(StftResolution.of(64));
    assertThat(all.upTo(5000, 44100).bins()).isEqualTo(8); // 7 · 689 Hz = 4823 Hz
    assertThat(all.upTo(50_000, 44100)).isEqualTo(all);
    assertThat(all.upTo(1, 44100).bins()).isEqualTo(1);
  }

  @Test
  void rejectsSignalsShorterThanItsReach() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stft.of(StftResolution.of(64)).centred(normal(6, 1, 32)))
        .withMessageContaining("32 samples cannot be reflected by 32")
        .withMessageContaining("an fft of at most 62");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stft.of(StftResolution.of(64)).apply(normal(6, 1, 63)))
        .withMessageContaining("shorter than a frame of 64");
  }

  @Test
  void rejectsResolutionsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StftResolution(63, 16, 63))
        .withMessageContaining("even");
    assertThatIllegalArgumentException().isThrownBy(() -> new StftResolution(64, 0, 64));
    assertThatIllegalArgumentException().isThrownBy(() -> new StftResolution(64, 16, 65));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stft(StftResolution.of(64), 34, 1))
        .withMessageContaining("expected 1 to 33");
  }
}
