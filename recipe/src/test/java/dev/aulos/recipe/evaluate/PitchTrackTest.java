package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.audio.Pcm;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PitchTrackTest {
  private static OptionalDouble pitch(float[] x) {
    return PitchTrack.of(Pcm.of(Synthetic.RATE, x), 20).fundamental();
  }

  @ParameterizedTest
  @EnumSource(Synthetic.Wave.class)
  void findsTheFundamentalOfEachWaveformToTenCents(Synthetic.Wave wave) {
    for (double hertz : new double[] {52, 65.4, 110, 261.63, 440, 987.8, 1318.5, 1975.5}) {
      double found = pitch(Synthetic.tone(wave, hertz, 0.6)).orElseThrow();

      assertThat(PitchTrack.cents(found, hertz))
          .as(wave + " at " + hertz)
          .isCloseTo(0, within(10.));
    }
  }

  @Test
  void hearsATonesPitchThroughNoiseAndDecay() {
    var noise = Synthetic.noise(3, 1);
    var tone = Synthetic.tone(Synthetic.Wave.SAW, 220, 1);
    var sound = Synthetic.mono(1, i -> tone[i] * Math.exp(-i / 10_000.0) + 0.05 * noise[i]);

    assertThat(PitchTrack.cents(pitch(sound).orElseThrow(), 220)).isCloseTo(0, within(15.));
  }

  @Test
  void hearsTheCentreOfAVibrato() {
    var sound =
        Synthetic.mono(
            2,
            i ->
                0.3
                    * Math.sin(
                        2 * Math.PI * 330 * i / Synthetic.RATE
                            + 0.5 * Math.sin(2 * Math.PI * 5.5 * i / Synthetic.RATE)));

    assertThat(PitchTrack.cents(pitch(sound).orElseThrow(), 330)).isCloseTo(0, within(20.));
  }

  @Test
  void knowsNoPitchOfNoiseOrSilence() {
    assertThat(pitch(Synthetic.noise(1, 1))).isEmpty();
    assertThat(pitch(new float[Synthetic.RATE])).isEmpty();
    assertThat(pitch(new float[10])).isEmpty();
  }
}
