package dev.aulos.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.aulos.engine.TinyModel;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.t5.T5Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged configurations are refused with a message or read, and nothing else happens.
class ConfigFuzzTest {
  private static final List<String> WORDS =
      List.of("null", "-1", "1e400", "0.5", "\"\"", "[]", "{}", "true", "99999999999", "NaN", "1");

  @TempDir Path folder;

  @Test
  void damagedConfigurationsAreRefusedOrRead() {
    assertTimeoutPreemptively(Duration.ofSeconds(120), () -> fuzz(2000, 1));
  }

  @Test
  @Tag("long-fuzz")
  void manyDamagedConfigurationsAreRefusedOrRead() {
    assertTimeoutPreemptively(Duration.ofMinutes(20), () -> fuzz(10_000, 2));
  }

  private void fuzz(int count, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var model = TinyModel.in(folder.resolve("tiny"));
    var texts =
        List.of(
            TinyModel.resource("tiny.json"),
            TinyModel.resource("stable-audio-open-small.json"),
            TinyModel.resource("stable-audio-open-1.0.json"));
    int refused = 0;
    for (int i = 0; i < count; i++) {
      var damaged = damage(texts.get(i % texts.size()), random);
      Files.write(model.resolve("model_config.json"), damaged);
      try {
        ModelFiles.open(model);
      } catch (ModelException e) {
        assertThat(e.getMessage()).contains("model_config.json").hasSizeLessThan(2000);
        refused++;
      }
      readAsTextEncoder(damage(TinyModel.resource("tiny-t5.json"), random), model);
    }
    assertThat(refused).isGreaterThan(count / 4);
  }

  private static void readAsTextEncoder(byte[] damaged, Path model) throws IOException {
    var file = model.resolve("t5-base").resolve("config.json");
    Files.write(file, damaged);
    try {
      T5Config.of(ModelFiles.read(file).json());
    } catch (ModelException | UnsupportedModelException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static byte[] damage(String text, SplittableRandom random) {
    var damaged = new StringBuilder(text);
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(5)) {
        case 0 -> damaged.setCharAt(at, (char) random.nextInt(256));
        case 1 -> damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(1, 40)));
        case 2 -> damaged.insert(at, WORDS.get(random.nextInt(WORDS.size())));
        case 3 -> damaged.setLength(Math.max(1, at));
        default -> replaceValue(damaged, at, random);
      }
    }
    return damaged.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Puts another value after the next colon.
  private static void replaceValue(StringBuilder text, int from, SplittableRandom random) {
    int colon = text.indexOf(":", from);
    if (colon < 0) {
      return;
    }
    int end = colon + 1;
    while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    text.replace(colon + 1, end, WORDS.get(random.nextInt(WORDS.size())));
  }
}
