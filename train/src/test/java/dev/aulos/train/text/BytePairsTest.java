package dev.aulos.train.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.aulos.text.Tokenizer;
import dev.aulos.text.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairsTest {
  private static final List<String> TEXTS =
      Collections.nCopies(5, "Warm pad in C# minor, 124 BPM. rain on a tin roof");

  @Test
  void frequentWordsBecomePiecesWhateverTheirCase(@TempDir Path folder) throws IOException {
    var file = folder.resolve("tokenizer.json");
    Files.writeString(file, BytePairs.learn(TEXTS, 400).toString());
    var tokenizer = Tokenizers.read(file);
    assertThat(pieces(tokenizer, "  RAIN   in c#")).containsExactly("▁rain", "▁in", "▁c#");
    assertThat(pieces(tokenizer, "124 bpm")).containsExactly("▁124", "▁bpm");
    assertThat(pieces(tokenizer, "é")).containsExactly("▁", "<0xC3>", "<0xA9>");
    assertThat(tokenizer.encode("")).isEmpty();
  }

  @Test
  void theSameTextsMakeTheSameVocabulary() {
    assertThat(BytePairs.learn(TEXTS, 300)).isEqualTo(BytePairs.learn(TEXTS, 300));
  }

  @Test
  void refusesASizeBelowThatOfTheAlphabet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BytePairs.learn(TEXTS, 270))
        .withMessageContaining("a vocabulary of 270 pieces, but the characters alone are");
  }

  private static List<String> pieces(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::piece).toList();
  }
}
