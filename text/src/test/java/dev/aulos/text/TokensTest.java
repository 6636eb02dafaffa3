package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final SpecialTokens T5 =
      new SpecialTokens(0, OptionalInt.of(1), OptionalInt.empty(), OptionalInt.of(2), false, true);
  private static final SpecialTokens GEMMA =
      new SpecialTokens(0, OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(3), false, false);

  @Test
  void t5KeepsTheEndMarkWhenItCuts() {
    var tokens = Tokens.of(new int[] {5, 6, 7, 8}, 4, T5);
    assertThat(tokens.ids()).containsExactly(5, 6, 7, 1);
    assertThat(tokens.mask()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void t5PadsAfterTheEndMark() {
    var tokens = Tokens.of(new int[] {5}, 4, T5);
    assertThat(tokens.ids()).containsExactly(5, 1, 0, 0);
    assertThat(tokens.mask()).containsExactly(1, 1, 0, 0);
    assertThat(tokens.count()).isEqualTo(2);
  }

  @Test
  void t5MakesAnEndMarkOfAnEmptyPrompt() {
    assertThat(Tokens.of(new int[0], 3, T5).ids()).containsExactly(1, 0, 0);
  }

  @Test
  void gemmaAddsNoMarks() {
    assertThat(Tokens.of(new int[] {5, 6, 7}, 2, GEMMA).ids()).containsExactly(5, 6);
    assertThat(Tokens.of(new int[0], 2, GEMMA).mask()).containsExactly(0, 0);
  }

  @Test
  void aFrameCanBeAskedFor() {
    var tokens = Tokens.of(new int[] {5, 6, 7}, 4, GEMMA.framing(true, true));
    assertThat(tokens.ids()).containsExactly(2, 5, 6, 1);
  }

  @Test
  void refusesARowTooShortForItsFrame() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tokens.of(new int[0], 0, T5))
        .withMessageContaining("maxLength is 0, expected at least 1");
  }

  @Test
  void refusesToAppendAMarkThatTheVocabularyLacks() {
    assertThatIllegalArgumentException().isThrownBy(() -> T5.framing(true, true));
  }
}
