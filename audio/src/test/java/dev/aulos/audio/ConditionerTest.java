package dev.aulos.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionerTest {
  /// Ten milliseconds of a loud tone within a soft one.
  private static Pcm burst(int channels) {
    var soft = Sounds.sine(44100, 440, 0.3, 44100).channel(0);
    for (int i = 20_000; i < 20_441; i++) {
      soft[i] *= 10;
    }
    var x = new float[channels][];
    java.util.Arrays.setAll(x, c -> c == 0 ? soft : Sounds.sine(44100, 550, 0.2, 44100).channel(0));
    return Pcm.owning(44100, x);
  }

  @Test
  void untouchedIsTheSound() {
    var sound = burst(1);
    assertThat(new Untouched().apply(sound)).isSameAs(sound);
  }

  @Test
  void hardClipChangesOnlyWhatIsBeyondFullScale() {
    var clipped = new HardClip().apply(Pcm.of(1, new float[] {-3, -1, -0.5f, 0.25f, 1, 9}));
    assertThat(clipped.channel(0)).containsExactly(-1, -1, -0.5f, 0.25f, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, -6, -40, 3})
  void normalizerBringsThePeakToItsLevel(double db) {
    var sound = new Normalizer(db).apply(burst(2));
    assertThat(sound.peakDb()).isCloseTo(db, within(1e-5));
  }

  @Test
  void normalizerLeavesSilenceAndRejectsWhatHasNoPeak() {
    var silence = Pcm.silence(1, 1, 5);
    assertThat(new Normalizer(0).apply(silence)).isSameAs(silence);
    var broken = Pcm.of(1, new float[] {1, Float.NaN});
    assertThatThrownBy(() -> new Normalizer(0).apply(broken)).hasMessageContaining("no peak");
    assertThatThrownBy(() -> new Normalizer(Double.NaN)).hasMessageContaining("NaN dB");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.3, -1, -12})
  void limiterKeepsEverySampleBelowItsCeiling(double ceilingDb) {
    float ceiling = (float) Decibels.toFactor(ceilingDb);
    for (var sound : new Pcm[] {burst(2), Sounds.noise(44100, 2, 20_000, 3).gain(4)}) {
      assertThat(Limiter.to(ceilingDb).apply(sound).peak()).isLessThanOrEqualTo(ceiling);
    }
  }

  @Test
  void limiterLimitsPeaksBetweenSamplesToo() {
    // a quarter of the sample rate, with every sample 3 dB below the wave's crest
    var x = new float[4410];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (1.4 * Math.sin(Math.PI / 2 * i + Math.PI / 4));
    }
    var sound = Pcm.of(44100, x);
    assertThat(sound.peak()).isLessThan(1);
    var fine = Resampler.of(44100, 176400).apply(Limiter.to(0).apply(sound));
    var middle = fine.slice(2000, fine.frames() - 2000);
    assertThat(middle.peakDb()).isBetween(-0.3, 0.3);
  }

  @Test
  void limiterLeavesASoftSoundAsItIs() {
    var sound =
        Sounds.sine(44100, 440, 0.8, 10_000); // its end, cut off, overshoots between samples
    assertThat(Limiter.to(0).apply(sound).planar()).isEqualTo(sound.planar());
  }

  @Test
  void limiterActsOnlyAroundThePeak() {
    var sound = burst(1);
    var limited = Limiter.to(-1).apply(sound);
    int before = 20_000 - 300; // the look-ahead is 220 frames
    assertThat(limited.slice(0, before).planar()).isEqualTo(sound.slice(0, before).planar());
    // after a second of release nothing is left of it
    var longer = Limiter.to(-1).apply(sound.padTo(100_000).gain(1));
    assertThat(longer.frames()).isEqualTo(100_000);
    assertThat(Limiter.to(-1).gain(sound.padTo(100_000))[99_999]).isEqualTo(1);
  }

  @Test
  void limiterDoesNotClick() {
    var gain = Limiter.to(-1).gain(burst(1));
    double largest = 0;
    for (int i = 1; i < gain.length; i++) {
      largest = Math.max(largest, Math.abs(gain[i] - gain[i - 1]));
    }
    // all the way down takes no less than the look-ahead of 220 frames
    assertThat(largest).isLessThanOrEqualTo(1.0 / 221);
  }

  @Test
  void limiterUsesOneGainForAllChannels() {
    var sound = burst(2);
    var limited = Limiter.to(-1).apply(sound);
    for (int i = 20_010; i < 20_400; i += 7) {
      double left = limited.at(0, i) / (double) sound.at(0, i);
      double right = limited.at(1, i) / (double) sound.at(1, i);
      if (Math.abs(sound.at(0, i)) > 0.1 && Math.abs(sound.at(1, i)) > 0.1) {
        assertThat(left).isCloseTo(right, within(1e-5));
      }
    }
  }

  @Test
  void limiterSeesAPeakAtEitherEnd() {
    for (int at : new int[] {0, 1, 99, 998, 999}) {
      var x = new float[1000];
      x[at] = 5;
      var limited = Limiter.to(0).apply(Pcm.of(44100, x));
      assertThat(limited.at(0, at)).isBetween(0.9f, 1f);
    }
    assertThat(Limiter.to(0).apply(Pcm.silence(44100, 2, 0)).frames()).isZero();
  }

  @Test
  void limiterGivesTheSameTwice() {
    var sound = Sounds.noise(44100, 2, 5000, 9).gain(3);
    assertThat(Limiter.to(-1).apply(sound).planar())
        .isEqualTo(Limiter.to(-1).apply(sound).planar());
  }

  @Test
  void limiterRejectsWhatItCannotDo() {
    assertThatThrownBy(() -> new Limiter(0, -1, 0)).hasMessageContaining("look-ahead -1.0 s");
    assertThatThrownBy(() -> Limiter.to(0).apply(Pcm.of(1, new float[] {Float.NaN})))
        .hasMessageContaining("cannot be limited");
  }
}
