package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResamplerTest {
  private static final int EDGE = 500; // frames of the result in which the ends are felt

  @ParameterizedTest
  @CsvSource({
    "48000, 44100, 997", "48000, 44100, 20000", "8000, 44100, 3600", "96000, 44100, 20000",
    "22050, 44100, 10000", "44100, 48000, 20000", "44100, 16000, 7000", "44101, 44100, 15000",
    "192000, 44100, 19000", "11025, 48000, 5000"
  })
  void aSineStaysTheSine(int from, int to, double hertz) {
    var in = Sounds.sine(from, hertz, 0.9, from / 4);
    var out = Resampler.of(from, to).apply(in);
    var expected = Sounds.sine(to, hertz, 0.9, out.frames());
    double error = 0;
    double power = 0;
    for (int i = EDGE; i < out.frames() - EDGE; i++) {
      double difference = (double) out.at(0, i) - expected.at(0, i);
      error += difference * difference;
      power += (double) expected.at(0, i) * expected.at(0, i);
    }
    assertThat(10 * Math.log10(power / error)).as("signal to noise, dB").isGreaterThan(110);
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 44100, 22100", "48000, 44100, 23500", "96000, 44100, 22051", "96000, 44100, 30000",
    "96000, 44100, 47000", "44100, 16000, 8010", "44100, 8000, 21000", "44101, 22050, 12000"
  })
  void whatTheLowerRateCannotHoldIsGone(int from, int to, double hertz) {
    var out = Resampler.of(from, to).apply(Sounds.sine(from, hertz, 1, from / 4));
    var middle = out.slice(EDGE, out.frames() - EDGE);
    assertThat(Decibels.of(middle.rms() * Math.sqrt(2))).as("alias, dB").isLessThan(-110);
  }

  @ParameterizedTest
  @CsvSource({"48000, 44100", "8000, 44100", "96000, 44100", "44100, 48000", "44101, 44100"})
  void aConstantStaysWhatItIs(int from, int to) {
    var ones = new float[from / 4];
    Arrays.fill(ones, 0.75f);
    var out = Resampler.of(from, to).apply(Pcm.of(from, ones));
    for (int i = EDGE * 3; i < out.frames() - EDGE * 3; i++) {
      assertThat(out.at(0, i)).isCloseTo(0.75f, within(1e-7f));
    }
  }

  @ParameterizedTest
  @CsvSource({"48000, 44100", "44100, 48000", "96000, 48000", "22050, 44100"})
  void anImpulseBecomesItsOwnMirrorImage(int from, int to) {
    int center = 4 * from / 100; // an input frame that falls on an output frame
    var x = new float[2 * center + 1];
    x[center] = 1;
    for (var resampler : new Resampler[] {Resampler.of(from, to), Resampler.reference(from, to)}) {
      var out = resampler.apply(Pcm.of(from, x));
      int middle = (int) ((long) center * to / from);
      for (int i = 1; i < 300; i++) {
        assertThat(out.at(0, middle + i)).isCloseTo(out.at(0, middle - i), within(1e-7f));
      }
      assertThat(out.at(0, middle)).isGreaterThan(0.4f);
    }
  }

  @Test
  void blocksAndChannelsDoNotChangeTheResult() {
    var sound = Sounds.noise(48000, 3, 5000, 1);
    for (var resampler :
        new Resampler[] {Resampler.of(48000, 44100), Resampler.reference(48000, 44100)}) {
      var whole = resampler.apply(sound);
      for (int start = 0; start < whole.frames(); start += 997) {
        int end = Math.min(start + 997, whole.frames());
        assertThat(resampler.apply(sound, start, end).planar())
            .isEqualTo(whole.slice(start, end).planar());
      }
      for (int c = 0; c < 3; c++) {
        var alone = resampler.apply(Pcm.of(48000, sound.channel(c)));
        assertThat(alone.channel(0)).isEqualTo(whole.channel(c));
      }
    }
  }

  @Test
  void theReferenceIsItsFormula() {
    // every tap over the full range of the formula, without leaving any out
    var sound = Sounds.noise(48000, 1, 700, 8);
    for (int[] rates : new int[][] {{48000, 44100}, {22050, 44100}, {44100, 16000}, {7, 5}}) {
      var in = Pcm.of(rates[0], sound.channel(0));
      var out = Resampler.reference(rates[0], rates[1]).apply(in);
      var expected = formula(in.channel(0), rates[0], rates[1]);
      assertThat(out.channel(0)).hasSize(expected.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat(out.at(0, i)).isCloseTo((float) expected[i], within(2e-7f));
      }
    }
  }

  private static double[] formula(float[] x, int from, int to) {
    int g = java.math.BigInteger.valueOf(from).gcd(java.math.BigInteger.valueOf(to)).intValue();
    int o = from / g;
    int n = to / g;
    double f = Math.min(o, n) * 0.99;
    int w = (int) Math.ceil(6 * o / f);
    var result = new double[(int) Math.ceil((double) n * x.length / o)];
    for (int r = 0; r < result.length; r++) {
      int p = r % n;
      for (int i = -w; i < w + o; i++) {
        int at = r / n * o + i;
        double tau = Math.max(-6, Math.min(6, ((double) i / o - (double) p / n) * f));
        double sinc = tau == 0 ? 1 : Math.sin(Math.PI * tau) / (Math.PI * tau);
        double tap = sinc * Math.pow(Math.cos(Math.PI * tau / 12), 2) * f / o;
        result[r] += at < 0 || at >= x.length ? 0 : (float) tap * x[at];
      }
    }
    return result;
  }

  @Test
  void equalRatesChangeNothing() {
    var sound = Sounds.noise(44100, 2, 10, 1);
    assertThat(Resampler.of(44100, 44100).apply(sound)).isSameAs(sound);
    assertThat(Resampler.reference(44100, 44100).apply(sound)).isSameAs(sound);
  }

  @Test
  void ofNothingComesNothingAndOfOneFrameAFew() {
    assertThat(Resampler.of(48000, 44100).apply(Pcm.silence(48000, 2, 0)).frames()).isZero();
    assertThat(Resampler.of(8000, 44100).apply(Pcm.silence(8000, 1, 1)).frames()).isEqualTo(6);
  }

  @Test
  void rejectsASoundOfAnotherRate() {
    assertThatThrownBy(() -> Resampler.of(48000, 44100).apply(Pcm.silence(44100, 1, 1)))
        .hasMessageContaining("sound is at 44100 Hz, this resampler starts from 48000");
    assertThatThrownBy(() -> Resampler.of(0, 1)).hasMessageContaining("rates are 0 and 1");
    assertThatThrownBy(() -> Resampler.of(2, 1).apply(Pcm.silence(2, 1, 4), 1, 3))
        .hasMessageContaining("not within 2");
  }
}
