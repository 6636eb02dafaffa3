package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The measures against what the generator says of its own sounds.
class TrueSoundsTest {
  private static final long FRESH_SEED = TrueSounds.FIRST_SEED + (1L << 32);

  private static Report report;

  @BeforeAll
  static void measureFreshSounds() {
    var sounds = TrueSounds.of(2, FRESH_SEED);
    report = Evaluation.of(sounds.prompts()).run("true", sounds, (done, total, prompt) -> {});
  }

  @Test
  void tellsTheKindOfNearlyAll() {
    assertThat(report.kind().percent()).as("%s", report.confusions()).isGreaterThanOrEqualTo(93);
  }

  /// What a model without phases makes of a sound is still that sound.
  @Test
  void tellsTheKindOfNearlyAllThatWereCoded() {
    var sounds = TrueSounds.of(2, FRESH_SEED + (1L << 20));
    Renderer coded =
        (prompt, seconds, seed) ->
            new Recoding(new Random(prompt.hashCode())).apply(sounds.render(prompt, seconds, seed));
    var heard = Evaluation.of(sounds.prompts()).run("coded", coded, (done, total, prompt) -> {});
    assertThat(heard.kind().percent()).as("%s", heard.confusions()).isGreaterThanOrEqualTo(93);
  }

  @Test
  void hearsTheTempoNoteAndPlaceOfNearlyAll() {
    assertThat(report.tempo().percent()).as("%s", report.tempo()).isGreaterThanOrEqualTo(90);
    assertThat(report.beat().of()).isPositive();
    assertThat(report.beat().right()).isEqualTo(report.beat().of());
    assertThat(report.pitch().percent()).as("%s", report.pitch()).isGreaterThanOrEqualTo(95);
    assertThat(report.place().percent()).as("%s", report.place()).isGreaterThanOrEqualTo(85);
  }

  @Test
  void findsEveryLengthRightAndNoFault() {
    assertThat(report.length().percent()).as("%s", report.length()).isGreaterThanOrEqualTo(97);
    assertThat(report.silent() + report.notFinite() + report.clipped()).isZero();
  }

  @Test
  void refusesSeedsOfTraining() {
    assertThatThrownBy(() -> TrueSounds.of(1, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seed 5 may be in training");
    var sounds = TrueSounds.of(1, FRESH_SEED);
    assertThatThrownBy(() -> sounds.render("no such caption", 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no sound has the caption");
  }
}
