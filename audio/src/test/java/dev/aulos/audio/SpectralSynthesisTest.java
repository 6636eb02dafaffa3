package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralSynthesisTest {
  private static final int RATE = 44_100;
  private static final int LENGTH = 64 * SpectralLayout.HOP;
  private static final int EDGE = 4096;

  private static float[] sine(double hertz) {
    var x = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      x[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return x;
  }

  private static float[] noise(long seed) {
    var random = new Random(seed);
    var x = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      x[i] = (float) (0.1 * random.nextGaussian());
    }
    return x;
  }

  private static float[][] through(float[] left, float[] right) {
    return SpectralSynthesis.of(SpectralAnalysis.of(left, right));
  }

  private static double energy(float[] x) {
    return product(x, x);
  }

  private static double product(float[] x, float[] y) {
    double sum = 0;
    for (int i = EDGE; i < LENGTH - EDGE; i++) {
      sum += x[i] * (double) y[i];
    }
    return sum;
  }

  /// The loudest frequency, in Hz.
  private static double pitch(float[] x) {
    var spectrum = Spectrogram.of(Pcm.of(RATE, x), 0, 16_384, LENGTH / 2);
    int loudest = 1;
    for (int k = 1; k + 1 < spectrum.bins(); k++) {
      loudest = spectrum.at(1, k) > spectrum.at(1, loudest) ? k : loudest;
    }
    double a = Math.log(spectrum.at(1, loudest - 1));
    double b = Math.log(spectrum.at(1, loudest));
    double c = Math.log(spectrum.at(1, loudest + 1));
    return spectrum.hertz(1) * (loudest + 0.5 * (a - c) / (a - 2 * b + c));
  }

  @ParameterizedTest
  @ValueSource(doubles = {82.4, 440, 1000, 3520, 7040})
  void givesATonesPitchAndLevelBack(double hertz) {
    var tone = sine(hertz);

    var sound = through(tone, tone);

    assertThat(Math.abs(product(sound[0], sound[1]) / energy(sound[0]) - 1)).isLessThan(1e-3);
    assertThat(pitch(sound[0])).isCloseTo(hertz, within(0.003 * hertz));
    double levelDb = 10 * Math.log10(energy(sound[0]) / energy(tone));
    assertThat(levelDb).isCloseTo(0, within(0.7));
  }

  @Test
  void givesNoisesLevelBackEverywhereWithoutLines() {
    var noise = noise(1);

    var sound = through(noise, noise);

    var before = Spectrogram.of(Pcm.of(RATE, noise), 0, 1024, 512);
    var after = Spectrogram.of(Pcm.of(RATE, sound[0]), 0, 1024, 512);
    for (int from = 2; from + 64 < before.bins(); from += 64) {
      double a = 0;
      double b = 0;
      double loudest = 0;
      for (int k = from; k < from + 64; k++) {
        double bin = 0;
        for (int t = 8; t < before.times() - 8; t++) {
          a += before.at(t, k);
          b += after.at(t, k);
          bin += after.at(t, k);
        }
        loudest = Math.max(loudest, bin);
      }
      assertThat(10 * Math.log10(b / a)).as("level from bin " + from).isCloseTo(0, within(1.0));
      assertThat(loudest).as("line from bin " + from).isLessThan(4 * b / 64);
    }
  }

  @Test
  void givesTheEnergyOfNoiseThatSwellsBack() {
    var noise = noise(4);
    for (int i = 0; i < LENGTH; i++) {
      noise[i] *= (float) (1 + Math.sin(2 * Math.PI * i / 6000));
    }

    var sound = through(noise, noise)[0];

    assertThat(energy(sound) / energy(noise)).isCloseTo(1, within(0.03));
  }

  @Test
  void keepsAClickWhereItIs() {
    var click = new float[LENGTH];
    int place = LENGTH / 2 + 100;
    click[place] = 0.9f;

    var sound = through(click, click)[0];

    double near = 0;
    double all = 0;
    for (int i = 0; i < LENGTH; i++) {
      all += sound[i] * sound[i];
      near += Math.abs(i - place) < 256 ? sound[i] * sound[i] : 0;
    }
    assertThat(near / all).isGreaterThan(0.7);
  }

  @Test
  void keepsWhatIsOnOneSideThere() {
    var tone = sine(440);

    var sound = through(tone, new float[LENGTH]);

    assertThat(energy(sound[1])).isLessThan(1e-6 * energy(sound[0]));
    assertThat(energy(sound[0])).isCloseTo(energy(tone), within(0.2 * energy(tone)));
  }

  @Test
  void keepsChannelsApartThatAre() {
    var wide = through(noise(1), noise(2));
    double coherence = product(wide[0], wide[1]) / Math.sqrt(energy(wide[0]) * energy(wide[1]));
    assertThat(coherence).isCloseTo(0, within(0.15));

    var opposite = sine(440);
    for (int i = 0; i < LENGTH; i++) {
      opposite[i] = -opposite[i];
    }
    var turned = through(sine(440), opposite);
    assertThat(product(turned[0], turned[1])).isLessThan(-0.95 * energy(turned[0]));
  }

  @Test
  void givesSilenceForSilence() {
    var sound = through(new float[LENGTH], new float[LENGTH]);

    assertThat(sound[0]).hasSize(LENGTH).containsOnly(0f);
    assertThat(sound[1]).isEqualTo(sound[0]);
  }

  /// Windows of 93 and 46 milliseconds reach over beginnings; what was before stays as it was.
  @Test
  void nothingIsHeardBeforeItBegins() {
    int start = LENGTH / 2;
    for (var sound : new float[][] {sine(110), sine(3000), noise(5)}) {
      var begun = sound.clone();
      Arrays.fill(begun, 0, start, 0);
      var made = through(begun, begun)[0];
      double loud = energy(made, start, start + 2205);
      double before = energy(made, start - 2205, start - 661);
      assertThat(before / loud).isLessThan(1e-5);
      var under = sine(700);
      for (int t = 0; t < LENGTH; t++) {
        begun[t] += 0.05f * under[t];
      }
      double kept = energy(through(begun, begun)[0], start - 2205, start - 661);
      double given = energy(begun, start - 2205, start - 661);
      assertThat(kept / given).isCloseTo(1, within(0.25));
    }
  }

  private static double energy(float[] x, int from, int to) {
    double sum = 0;
    for (int t = from; t < to; t++) {
      sum += x[t] * x[t];
    }
    return sum;
  }

  @Test
  void doesNotDependOnThePiecesThatFramesComeIn() {
    var late = noise(3);
    Arrays.fill(late, 0, LENGTH / 3, 0);
    var numbers = SpectralAnalysis.of(sine(440), late);
    var whole = SpectralSynthesis.of(numbers);

    var synthesis = new SpectralSynthesis(0);
    int made = 0;
    for (int frame = 0; frame < 64; frame += 3) {
      int to = Math.min(64, frame + 3);
      var piece =
          synthesis.add(
              Arrays.copyOfRange(numbers, frame * SpectralLayout.SIZE, to * SpectralLayout.SIZE));
      var part = Arrays.copyOfRange(whole[1], made, made + piece[1].length);
      assertThat(Arrays.equals(piece[1], part)).isTrue();
      made += piece[1].length;
      assertThat(made)
          .isGreaterThanOrEqualTo((to - SpectralSynthesis.reach()) * SpectralLayout.HOP);
    }
    var rest = synthesis.finish();
    assertThat(Arrays.equals(rest[0], Arrays.copyOfRange(whole[0], made, LENGTH))).isTrue();
  }

  /// Noise of another seed is other noise, as loud; a tone is the same.
  @Test
  void anotherSeedIsAnotherTakeOfTheNoise() {
    var noise = SpectralAnalysis.of(noise(1), noise(2));
    var tone = SpectralAnalysis.of(sine(440), sine(440));

    for (int c = 0; c < 2; c++) {
      var one = whole(noise, 1)[c];
      var other = whole(noise, 2)[c];
      assertThat(Math.abs(product(one, other))).isLessThan(0.05 * energy(one));
      assertThat(energy(other) / energy(one)).isCloseTo(1, within(0.1));
      assertThat(whole(noise, 2)[c]).isEqualTo(other);
      assertThat(whole(noise, 0)[c]).isEqualTo(SpectralSynthesis.of(noise)[c]);
      var same = whole(tone, 1)[c];
      assertThat(product(same, whole(tone, 2)[c])).isGreaterThan(0.99 * energy(same));
    }
  }

  private static float[][] whole(float[] numbers, long seed) {
    var synthesis = new SpectralSynthesis(seed);
    var first = synthesis.add(numbers);
    var rest = synthesis.finish();
    var sound = new float[2][LENGTH];
    for (int c = 0; c < 2; c++) {
      System.arraycopy(first[c], 0, sound[c], 0, first[c].length);
      System.arraycopy(rest[c], 0, sound[c], first[c].length, rest[c].length);
    }
    return sound;
  }

  @Test
  void describesASoundThatDoesNotFillItsLastFrame() {
    var numbers = SpectralAnalysis.of(new float[700], new float[700]);

    assertThat(numbers).hasSize(2 * SpectralLayout.SIZE);
    assertThat(SpectralSynthesis.of(numbers)[0]).hasSize(2 * SpectralLayout.HOP);
    assertThat(SpectralSynthesis.of(new float[0])[0]).isEmpty();
  }

  @Test
  void refusesWhatIsNotFrames() {
    assertThatThrownBy(() -> new SpectralSynthesis(0).add(new float[SpectralLayout.SIZE + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of " + SpectralLayout.SIZE);
    assertThatThrownBy(() -> SpectralAnalysis.of(new float[2], new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 and 3");
  }
}
