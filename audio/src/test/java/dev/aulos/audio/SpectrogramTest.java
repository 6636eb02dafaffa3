package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpectrogramTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 64, 1024})
  void theFastTransformIsTheTransform(int size) {
    var random = new SplittableRandom(size);
    var x = random.doubles(size).toArray();
    var power = new RealFft(size).power(x);
    for (int k = 0; k <= size / 2; k += Math.max(1, size / 16)) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < size; i++) {
        double angle = 2 * Math.PI * ((long) i * k % size) / size;
        re += x[i] * Math.cos(angle);
        im -= x[i] * Math.sin(angle);
      }
      assertThat(power[k]).isCloseTo(re * re + im * im, within(1e-9 * size));
    }
  }

  @Test
  void rejectsASizeThatIsNoPowerOfTwo() {
    assertThatThrownBy(() -> Spectrogram.of(Pcm.silence(1, 1, 9), 0, 1000, 10))
        .hasMessageContaining("1000");
    assertThatThrownBy(() -> Spectrogram.of(Pcm.silence(1, 1, 9), 0, 8, 0))
        .hasMessageContaining("hop is 0");
  }

  @Test
  void aSineIsOnePeakOfKnownPower() {
    var spectrogram = Spectrogram.of(Sounds.sine(44100, 44100 * 32 / 1024.0, 0.5, 8192), 0);
    assertThat(spectrogram.times()).isEqualTo(17);
    assertThat(spectrogram.bins()).isEqualTo(513);
    assertThat(spectrogram.hertz(32)).isCloseTo(1378.125, within(1e-9));
    // half the amplitude times half the window's length, squared
    assertThat(spectrogram.at(8, 32)).isCloseTo(Math.pow(0.25 * 512, 2), within(0.01));
    assertThat(spectrogram.at(8, 31)).isCloseTo(Math.pow(0.125 * 512, 2), within(0.01));
    assertThat(spectrogram.at(8, 40)).isLessThan(1e-6);
  }

  @Test
  void theSoundIsMirroredBeyondItsEnds() {
    var ramp = Pcm.of(8, new float[] {1, 2, 3, 4, 5, 6, 7, 8});
    var mirrored = Pcm.of(8, new float[] {3, 2, 1, 2, 3, 4, 5, 6, 7, 8, 7, 6});
    var a = Spectrogram.of(ramp, 0, 4, 2);
    var b = Spectrogram.of(mirrored, 0, 4, 2);
    for (int k = 0; k < 3; k++) {
      assertThat(a.at(0, k)).isCloseTo(b.at(1, k), within(1e-9));
      assertThat(a.at(4, k)).isCloseTo(b.at(5, k), within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100, 512})
  void shortSoundsHaveOneToo(int frames) {
    var mel = MelSpectrogram.of(Sounds.noise(44100, 1, frames, 1), 0);
    assertThat(mel.times()).isEqualTo(frames == 0 ? 0 : 1 + frames / 512);
  }

  @Test
  void melBandsFollowPitch() {
    assertThat(MelSpectrogram.mel(1000)).isCloseTo(999.986, within(1e-3));
    var low = MelSpectrogram.of(Sounds.sine(44100, 500, 0.5, 44100), 0);
    var high = MelSpectrogram.of(Sounds.sine(44100, 5000, 0.5, 44100), 0);
    int lowBand = loudest(low, 40);
    int highBand = loudest(high, 40);
    double top = MelSpectrogram.mel(22050);
    assertThat(lowBand).isCloseTo((int) (MelSpectrogram.mel(500) / top * 129) - 1, within(1));
    assertThat(highBand).isCloseTo((int) (MelSpectrogram.mel(5000) / top * 129) - 1, within(1));
  }

  private static int loudest(MelSpectrogram mel, int time) {
    int loudest = 0;
    for (int m = 0; m < mel.bands(); m++) {
      loudest = mel.at(time, m) > mel.at(time, loudest) ? m : loudest;
    }
    return loudest;
  }

  @Test
  void levelsSpanEightyDecibelsAndFollowTheGain() {
    var sound = Sounds.sine(44100, 1000, 0.5, 44100);
    var mel = MelSpectrogram.of(sound, 0);
    var softer = MelSpectrogram.of(sound.gainDb(-20), 0);
    int peak = loudest(mel, 40);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < mel.times(); t++) {
      for (int m = 0; m < mel.bands(); m++) {
        least = Math.min(least, mel.at(t, m));
        most = Math.max(most, mel.at(t, m));
      }
    }
    assertThat(most - least).isCloseTo(80, within(1e-9));
    assertThat(mel.at(40, peak) - softer.at(40, peak)).isCloseTo(20, within(1e-4));
  }

  @Test
  void theReferencesDrawingIsOfIntegers() {
    var sound = Sounds.sine(44100, 1000, 0.5, 44100);
    var drawn = MelSpectrogram.asDrawnByTheReference(sound);
    var plain = MelSpectrogram.of(sound, 0);
    int peak = loudest(plain, 40);
    double expected = 20 * Math.log10(32767);
    assertThat(drawn.at(40, peak) - plain.at(40, peak)).isCloseTo(expected, within(0.01));
  }

  @Test
  void silenceIsTheLeastLevel() {
    assertThat(MelSpectrogram.of(Pcm.silence(44100, 1, 5000), 0).at(3, 7)).isEqualTo(-100);
  }

  @Test
  void distanceIsZeroToItselfAndGrowsWithWhatDiffers() {
    var sound = Sounds.noise(44100, 2, 20_000, 1).gain(0.5);
    assertThat(SpectralDistance.db(sound, sound)).isZero();
    assertThat(SpectralDistance.db(sound, sound.gain(-1))).isCloseTo(0, within(1e-9));
    assertThat(SpectralDistance.db(sound, sound.gainDb(-3)))
        .isCloseTo(3, within(0.05)); // less where the floor is met
    double other = SpectralDistance.db(sound, Sounds.noise(44100, 2, 20_000, 2).gain(0.5));
    double tone = SpectralDistance.db(sound, Sounds.sine(44100, 440, 0.5, 20_000).toStereo());
    assertThat(other).isBetween(1.0, 10.0);
    assertThat(tone).isGreaterThan(20);
    assertThatThrownBy(() -> SpectralDistance.db(sound, sound.trimTo(5)))
        .hasMessageContaining("differ in extent");
  }
}
