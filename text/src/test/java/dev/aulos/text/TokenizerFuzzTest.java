package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged files are read or refused with a message; nothing else may happen.
class TokenizerFuzzTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/tokenizers");

  private static final List<String> TEXTS =
      List.of("", "warm analog synth, 128 BPM", " ﬁ e\u0301 ｋｉｃｋ 👩‍👩‍👧\u0000\n\n<pad>▁x\uD800");

  /// What damage puts in: extremes of varints, brackets, digits, the bytes of names.
  private static final List<byte[]> SNIPPETS =
      List.of(
          new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
          new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 1},
          new byte[] {0, 0, (byte) 0xC0, 0x7F},
          "[[[[[[[[".getBytes(StandardCharsets.UTF_8),
          "{\"type\":\"Sequence\",\"normalizers\":[".getBytes(StandardCharsets.UTF_8),
          "999999999999".getBytes(StandardCharsets.UTF_8),
          "-1".getBytes(StandardCharsets.UTF_8),
          "1e999".getBytes(StandardCharsets.UTF_8),
          "null".getBytes(StandardCharsets.UTF_8),
          "\\ud800".getBytes(StandardCharsets.UTF_8),
          "\"".getBytes(StandardCharsets.UTF_8),
          ",".getBytes(StandardCharsets.UTF_8));

  private int read;
  private int refused;

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void survivesTwoThousandDamagedFiles() throws IOException {
    fuzz(20260101, 1000, 500);
  }

  @Test
  @Tag("long-fuzz")
  @Timeout(value = 900, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void survivesTenThousandDamagedFiles() throws IOException {
    fuzz(7, 4000, 3000);
  }

  private void fuzz(long seed, int small, int large) throws IOException {
    var random = new Random(seed);
    var unigram = Files.readAllBytes(FOLDER.resolve("spm-unigram.model"));
    damage("spm-bpe.model", Files.readAllBytes(FOLDER.resolve("spm-bpe.model")), small, random);
    damage("spm-unigram.model", unigram, large / 2, random);
    var gemma = Files.readAllBytes(FOLDER.resolve("gemma-like-tokenizer.json"));
    damage("gemma-like-tokenizer.json", gemma, large, random);
    damage("unigram-tokenizer.json", T5Json.bytes(unigram), large / 2, random);
    assertThat(refused).isGreaterThan(200);
    assertThat(read).isGreaterThan(200);
  }

  private void damage(String name, byte[] whole, int count, Random random) {
    for (int i = 0; i < count; i++) {
      var damaged = whole.clone();
      if (random.nextBoolean()) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      } else {
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
          damaged = damageOnce(damaged, random);
        }
      }
      try {
        var tokenizer =
            name.endsWith(".json")
                ? JsonTokenizer.read(name, damaged)
                : SentencePieceTokenizer.read(name, damaged);
        use(tokenizer);
        read++;
      } catch (TokenizerFormatException e) {
        assertThat(e).hasMessageStartingWith(name + " @ ");
        assertThat(e.getMessage().length()).isGreaterThan(name.length() + 12);
        refused++;
      }
    }
  }

  private static void use(Tokenizer tokenizer) {
    for (var text : TEXTS) {
      var ids = tokenizer.encode(text);
      for (int id : ids) {
        assertThat(id).isBetween(0, tokenizer.vocabularySize() - 1);
      }
      assertThat(tokenizer.decode(ids)).isNotNull();
      assertThat(tokenizer.encode(text, 16).length()).isEqualTo(16);
    }
  }

  private static byte[] damageOnce(byte[] bytes, Random random) {
    if (bytes.length < 2) {
      return bytes;
    }
    // half of all damage goes to the ends of the file, where the settings are
    int at = random.nextInt(bytes.length);
    if (random.nextBoolean()) {
      int near = random.nextInt(Math.min(2000, bytes.length));
      at = random.nextBoolean() ? near : bytes.length - 1 - near;
    }
    var snippet = SNIPPETS.get(random.nextInt(SNIPPETS.size()));
    return switch (random.nextInt(6)) {
      case 0 -> splice(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
      case 1 -> splice(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
      case 2 -> splice(bytes, at, at + random.nextInt(40), new byte[0]);
      case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at / 2, at / 2 + 50));
      case 4 -> splice(bytes, at, at + random.nextInt(snippet.length + 1), snippet);
      default -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : splice(bytes, at, at, snippet);
    };
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
    int end = Math.min(to, bytes.length);
    var result = Arrays.copyOf(bytes, bytes.length - (end - from) + with.length);
    System.arraycopy(with, 0, result, from, with.length);
    System.arraycopy(bytes, end, result, from + with.length, bytes.length - end);
    return result;
  }
}
