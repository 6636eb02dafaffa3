package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  @Test
  void encodesLongPromptsInTimeThatGrowsWithTheirLength() throws IOException {
    for (var file :
        new String[] {"spm-bpe.model", "spm-unigram.model", "gemma-like-tokenizer.json"}) {
      var tokenizer = Tokenizers.read(GOLDEN.resolve(file));
      for (var unit : new String[] {"a", " ", "warm pad ", "e\u0301", "👩‍👩‍👧"}) {
        var text = unit.repeat(200_000 / unit.length()); // seconds each if time were quadratic
        long start = System.nanoTime();
        assertThat(tokenizer.encode(text)).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .as("%s, '%s'", file, unit)
            .isLessThan(Duration.ofSeconds(5));
      }
    }
  }
}
