package dev.aulos.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every reference encoding there is, exactly.
class GoldenTokenizerTest {
  private static final String SUFFIX = ".expected.json";

  @TestFactory
  List<DynamicTest> encodesEveryExpectedTextAsTheReferenceDoes() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    try (var files = Files.list(GoldenCase.root().resolve("tokenizers"))) {
      for (var expected : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        tests.add(dynamicTest(expected.getFileName().toString(), () -> compare(expected)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void compare(Path expected) throws IOException {
    var file = expected.getFileName().toString();
    var name = file.substring(0, file.length() - SUFFIX.length());
    var model = expected.resolveSibling(name + ".model");
    var tokenizer =
        Tokenizers.read(
            Files.exists(model) ? model : expected.resolveSibling(name + "-tokenizer.json"));
    var rows = JsonParser.parseString(Files.readString(expected)).getAsJsonArray();
    assertThat(rows).isNotEmpty();
    for (var row : rows) {
      var text = row.getAsJsonObject().get("text").getAsString();
      assertThat(tokenizer.encode(text))
          .as("'%s'", text)
          .containsExactly(ids(row.getAsJsonObject().get("ids")));
    }
  }

  @Test
  void encodesUnderTheT5VocabularyAsTheReferenceDoes() throws IOException {
    var cases = GoldenCase.ofKind("t5-tokenizer");
    assumeTrue(GoldenCase.isComplete() || !cases.isEmpty(), "no reference cases of T5");
    assertThat(cases).isNotEmpty();
    var tokenizers = new ArrayList<Tokenizer>(List.of(T5Vocabulary.read()));
    var file = GoldenCase.root().resolveSibling("data/t5/spiece.model");
    if (Files.exists(file)) {
      tokenizers.add(Tokenizers.read(file));
    }
    for (var golden : cases) {
      for (var row : golden.json().getAsJsonArray("rows")) {
        tokenizers.forEach(t -> compareRow(t, row));
      }
    }
  }

  private static void compareRow(Tokenizer tokenizer, JsonElement row) {
    var text = row.getAsJsonObject().get("text").getAsString();
    for (var entry : row.getAsJsonObject().entrySet()) {
      if (entry.getKey().equals("text")) {
        continue;
      }
      var expected = ids(entry.getValue());
      int length =
          entry.getKey().equals("ids")
              ? expected.length + 3
              : Integer.parseInt(entry.getKey().substring("ids_".length()));
      var tokens = tokenizer.encode(text, length);
      assertThat(tokens.ids())
          .as("%s of '%s'", entry.getKey(), text)
          .containsExactly(Arrays.copyOf(expected, length));
      assertThat(Arrays.stream(tokens.mask()).sum()).isEqualTo(expected.length);
    }
  }

  @TestFactory
  List<DynamicTest> encodesThePromptsOfWholeModelsAsTheReferenceDoes() {
    var tests = new ArrayList<DynamicTest>();
    for (var golden : GoldenCase.all(GoldenCase.root())) {
      var folder = golden.file("t5gemma-b-b-ul2");
      if (golden.json().has("token_ids") && Files.isDirectory(folder)) {
        tests.add(
            dynamicTest(
                golden.name(),
                () -> {
                  var tokenizer = Tokenizers.read(folder);
                  for (var entry : golden.json().getAsJsonObject("token_ids").entrySet()) {
                    assertThat(tokenizer.encode(entry.getKey()))
                        .as("'%s'", entry.getKey())
                        .containsExactly(ids(entry.getValue()));
                  }
                  assertThat(tokenizer.specials().appendsEos()).isFalse();
                }));
      }
    }
    if (!GoldenCase.isComplete() && tests.isEmpty()) {
      tests.add(dynamicTest("absent", () -> abort("no reference cases of whole models")));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static int[] ids(JsonElement list) {
    JsonArray array = list.getAsJsonArray();
    return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }
}
