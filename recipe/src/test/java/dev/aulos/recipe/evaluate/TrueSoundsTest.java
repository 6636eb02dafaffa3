package dev.aulos.recipe.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
