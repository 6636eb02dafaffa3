package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizersTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/tokenizers");

  @TempDir Path folder;

  @Test
  void findsTheTokenizerOfAFolder() throws IOException {
    Files.copy(GOLDEN.resolve("spm-bpe.model"), folder.resolve("tokenizer.model"));
    assertThat(Tokenizers.read(folder)).isInstanceOf(SentencePieceTokenizer.class);
    Files.copy(GOLDEN.resolve("gemma-like-tokenizer.json"), folder.resolve("tokenizer.json"));
    assertThat(Tokenizers.read(folder)).isInstanceOf(JsonTokenizer.class);
  }

  @Test
  void saysWhatItLookedForInAFolderWithoutOne() {
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> Tokenizers.read(folder))
        .withMessageContaining("tokenizer.json");
  }

  /// In time that were minutes if it grew with the square of their length.
  @Test
  void encodesLongPromptsAsShortOnes() throws IOException {
    for (var file :
        new String[] {"spm-bpe.model", "spm-unigram.model", "gemma-like-tokenizer.json"}) {
      var tokenizer = Tokenizers.read(GOLDEN.resolve(file));
      for (var unit : new String[] {"a", " ", "warm pad ", "e\u0301", "👩‍👩‍👧"}) {
        int times = 100_000 / unit.length();
        int once = tokenizer.encode(unit.repeat(times)).length;
        assertThat(tokenizer.encode(unit.repeat(2 * times)).length)
            .as("%s, '%s'", file, unit)
            .isCloseTo(2 * once, within(4 + once / 100));
      }
    }
  }
}
