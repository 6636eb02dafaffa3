package dev.aulos.models.conditioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeatPhasesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "128 BPM electronic drum loop | 128",
        "Techno beat at 135 bpm. | 135",
        "87bpm hip hop | 87",
        "house groove, 122BPM, four on the floor | 122",
        "a 96-bpm shuffle | 96",
        "drums at 104 beats per minute | 104",
        "1980s synth, 118.5 bpm | 118.5",
        "999 bpm, no, 120 bpm | 120"
      })
  void readsTheTempoOfAPrompt(String prompt, double bpm) {
    assertThat(BeatPhases.tempo(prompt)).hasValue(bpm);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "drum loop", "440 Hz", "A4 for 3 seconds", "29 bpm", "301 BPM", "1128 bpm"})
  void readsNoneWhereNoneIsNamed(String prompt) {
    assertThat(BeatPhases.tempo(prompt)).isEmpty();
  }

  @Test
  void turnsOnceABarABeatAnEighthAndASixteenth() {
    int frames = 33; // of a sixteenth of a beat: two beats, from the third on
    var phases = BeatPhases.of(90, 2 * 60 / 90.0, 60 / 90.0 / 16, frames);
    assertThat(phases).hasSize(BeatPhases.CHANNELS * frames);
    double[] perBeat = {0.25, 1, 2, 4};
    for (int i = 0; i < frames; i++) {
      assertThat(phases[i]).isEqualTo(1);
      assertThat(phases[frames + i])
          .isCloseTo((float) (Math.log(0.75) / Math.log(2)), within(1e-6f));
      double beat = 2 + i / 16.0;
      for (int k = 0; k < 4; k++) {
        double angle = 2 * Math.PI * perBeat[k] * beat;
        float cosine = phases[(2 + 2 * k) * frames + i];
        float sine = phases[(3 + 2 * k) * frames + i];
        assertThat(cosine).isCloseTo((float) Math.cos(angle), within(1e-5f));
        assertThat(sine).isCloseTo((float) Math.sin(angle), within(1e-5f));
      }
    }
  }
}
