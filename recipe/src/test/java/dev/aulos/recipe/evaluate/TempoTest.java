package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.audio.Pcm;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempoTest {
  private static OptionalDouble tempo(float[] x) {
    return Tempo.of(Onsets.of(Spectra.of(Pcm.of(Synthetic.RATE, x), 1024, 256)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {60, 71.3, 97, 128, 150, 180})
  void findsTheBeatOfClicksToHalfAPercent(double bpm) {
    double found = tempo(Synthetic.clicks(bpm, 6)).orElseThrow();

    double octave = Math.rint(Math.log(bpm / found) / Math.log(2));
    assertThat(found * Math.pow(2, octave)).isCloseTo(bpm, within(0.005 * bpm));
    assertThat(Tempo.agrees(found, bpm)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {63, 90, 124, 172})
  void findsTheBeatOfPatterns(double bpm) {
    for (var hits : new String[] {"x.o.x.o.x.o.x.oo", "x..ox..xo.x.x.o.", "xooo", "x.x."}) {
      double found = tempo(Synthetic.pattern(bpm, 8, hits)).orElseThrow();

      assertThat(Tempo.agrees(found, bpm)).as(hits + " at " + bpm + ": " + found).isTrue();
    }
  }

  @Test
  void knowsNoTempoOfSilenceOrOneHit() {
    assertThat(tempo(new float[4 * Synthetic.RATE])).isEmpty();
    assertThat(tempo(Synthetic.clicks(10, 4))).isEmpty();
  }

  @Test
  void acceptsHalfAndDoubleButNotOtherRatios() {
    assertThat(Tempo.agrees(64, 128)).isTrue();
    assertThat(Tempo.agrees(160, 80)).isTrue();
    assertThat(Tempo.agrees(128, 126)).isTrue();
    assertThat(Tempo.agrees(131, 128)).isFalse();
    assertThat(Tempo.agrees(90, 45)).isTrue();
    assertThat(Tempo.agrees(120, 80)).isFalse();
    assertThat(Tempo.agrees(60, 180)).isFalse();
  }
}
