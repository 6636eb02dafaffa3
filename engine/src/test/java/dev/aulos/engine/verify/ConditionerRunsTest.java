package dev.aulos.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.graph.Cancellation;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.testkit.GoldenCase;
import dev.aulos.text.Tokenizers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The conditioning of every generation run recorded, from the text of its prompts on.
class ConditionerRunsTest {
  private static List<ReferenceCase> cases() throws IOException {
    return ReferenceCase.below(GoldenCase.root()).stream()
        .filter(c -> c.json().has("token_ids") && GemmaCase.folder(c).isPresent())
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> conditionsAsTheOfficialCodeDoes() throws IOException {
    return cases().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> passes(c)));
  }

  private static void passes(ReferenceCase reference) throws IOException {
    var folder = GemmaCase.folder(reference).orElseThrow();
    var ids = T5GemmaFiles.ids(Tokenizers.read(folder));
    var checks = new Checks(reference, reference.weights("golden.safetensors"));
    var backend = new OrtBackend();
    try (var model = new ConditionerFixture(reference, backend, ids, ExpoFourier.PUBLISHED)) {
      for (var run : reference.json().getAsJsonObject("runs").entrySet()) {
        var generate = run.getValue().getAsJsonObject().getAsJsonObject("generate");
        compare(run.getKey(), generate, model, checks);
      }
    }
    var compared = checks.done().stream().filter(c -> c.tolerance() > 0).toList();
    assertThat(compared).isNotEmpty().allSatisfy(c -> assertThat(c.passed()).isTrue());
    assertThat(compared).hasSize(expected(reference).size());
  }

  /// The recorded values that are conditioning.
  private static TreeSet<String> expected(ReferenceCase reference) {
    var names = new TreeSet<>(reference.json().getAsJsonObject("tensors").keySet());
    names.removeIf(name -> !name.endsWith("cross_tokens") && !name.endsWith("/global"));
    return names;
  }

  private static void compare(
      String run, JsonObject generate, ConditionerFixture model, Checks checks) {
    var seconds = numbers(generate.get("duration"));
    int batch = generate.has("batch_size") ? generate.get("batch_size").getAsInt() : 1;
    var tokens = join(model, texts(generate.get("prompt"), batch), seconds);
    checks.compareIfExpected(run + "/cross_tokens", tokens.cross());
    checks.compareIfExpected(run + "/global", tokens.global());
    if (generate.has("negative_prompt")) {
      var negative = join(model, texts(generate.get("negative_prompt"), batch), seconds);
      for (var variant : List.of("/", "/drop/", "/zero_value/")) {
        checks.compareIfExpected(run + variant + "negative_cross_tokens", negative.cross());
      }
    }
  }

  private static Conditioners.Tokens join(
      ConditionerFixture model, List<String> texts, List<Double> seconds) {
    var none = Cancellation.none();
    var rows = model.text().encode(texts, model.textRows(), none);
    var values = new double[texts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = seconds.get(i % seconds.size());
    }
    var id = model.numbers().keySet().iterator().next();
    return model.conditioners().join(rows, Map.of(id, values), none);
  }

  private static List<String> texts(JsonElement texts, int batch) {
    return texts.isJsonArray()
        ? ConditionerFixture.texts(texts.getAsJsonArray())
        : Collections.nCopies(batch, texts.getAsString());
  }

  private static List<Double> numbers(JsonElement numbers) {
    var values = new ArrayList<Double>();
    if (numbers.isJsonArray()) {
      numbers.getAsJsonArray().forEach(value -> values.add(value.getAsDouble()));
    } else {
      values.add(numbers.getAsDouble());
    }
    return values;
  }

  @Test
  void findsRuns() throws IOException {
    assumeThat(GoldenCase.isComplete()).as("the complete reference cases are there").isTrue();
    assertThat(cases()).isNotEmpty();
  }
}
