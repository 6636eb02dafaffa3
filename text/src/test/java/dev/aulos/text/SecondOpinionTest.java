package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Odd texts and rare settings, with the ids that the `sentencepiece` (0.2.2) and `tokenizers`
/// (0.23.2) packages give: combining marks, emoji, full-width letters, controls, spellings of
/// special tokens, every character up to U+30FF in part.
class SecondOpinionTest {
  private static final Path FOLDER = Path.of("src/test/resources/second-opinion");
  private static final Path GEMMA =
      Path.of("src/test/resources/golden/tokenizers/gemma-like-tokenizer.json");

  @Test
  void encodesOddTextUnderT5AsEitherProgramDoes() throws IOException {
    var model = T5Vocabulary.read();
    var json = JsonTokenizer.read("tokenizer.json", T5Json.bytes());
    for (var row : rows("t5.json")) {
      var text = row.getAsJsonObject().get("text").getAsString();
      assertThat(model.encode(text)).as(text).containsExactly(ids(row, "sentencepiece"));
      assertThat(json.encode(text)).as(text).containsExactly(ids(row, "tokenizers"));
    }
  }

  @Test
  void bothFormatsOfT5FrameAPromptAlike() throws IOException {
    var model = T5Vocabulary.read();
    var json = JsonTokenizer.read("tokenizer.json", T5Json.bytes());
    for (var text : List.of("", "warm analog synth", "drum ".repeat(100))) {
      assertThat(json.encode(text, 64).ids()).containsExactly(model.encode(text, 64).ids());
      assertThat(json.encode(text, 64).mask()).containsExactly(model.encode(text, 64).mask());
    }
    assertThat(model.vocabularySize()).isEqualTo(32000);
    assertThat(json.vocabularySize()).isEqualTo(32100);
  }

  @Test
  void obeysUserDefinedAndUnusedPieces() throws IOException {
    for (var name : List.of("bpe-user-defined", "bpe-unused")) {
      var tokenizer = Tokenizers.read(FOLDER.resolve(name + ".model"));
      for (var row : rows(name + ".expected.json")) {
        var text = row.getAsJsonObject().get("text").getAsString();
        assertThat(tokenizer.encode(text)).as(text).containsExactly(ids(row, "ids"));
      }
    }
  }

  @Test
  void obeysTheSettingsOfTokenizerJson() throws IOException {
    for (var variant : rows("gemma-variants.json")) {
      var json = JsonParser.parseString(Files.readString(GEMMA)).getAsJsonObject();
      var patch = variant.getAsJsonObject();
      patch.getAsJsonObject("set").entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
      var model = json.getAsJsonObject("model");
      patch.getAsJsonObject("model").entrySet().forEach(e -> model.add(e.getKey(), e.getValue()));
      var name = patch.get("name").getAsString();
      var tokenizer = JsonTokenizer.read(name, json.toString().getBytes(StandardCharsets.UTF_8));
      for (var row : patch.getAsJsonArray("cases")) {
        var text = row.getAsJsonObject().get("text").getAsString();
        assertThat(tokenizer.encode(text))
            .as("%s: %s", name, text)
            .containsExactly(ids(row, "ids"));
      }
    }
  }

  private static JsonArray rows(String file) throws IOException {
    var rows = JsonParser.parseString(Files.readString(FOLDER.resolve(file))).getAsJsonArray();
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static int[] ids(JsonElement row, String key) {
    return row.getAsJsonObject().getAsJsonArray(key).asList().stream()
        .mapToInt(JsonElement::getAsInt)
        .toArray();
  }
}
