package dev.aulos.engine.verify;

import com.google.gson.JsonArray;
import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.models.nn.Probe;
import dev.aulos.text.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Cases of prompts and durations as the tokens of Stable Audio 3: the numbers' features, the text
/// rows and their padding, and both joined, for what is wanted and for what is not.
final class ConditionerCase {
  private static final String NEGATIVE = "negative";

  /// What an F32 frequency may differ from a recorded one, relatively: two units in the last place.
  private static final double ROUNDING = 0x1p-22;

  private final ReferenceCase reference;
  private final Backend backend;
  private final Weights golden;
  private final Checks checks;
  private final Map<String, int[]> ids = new LinkedHashMap<>();
  private final List<String> texts = new ArrayList<>();

  private ConditionerCase(ReferenceCase reference, Backend backend) throws IOException {
    this.reference = reference;
    this.backend = backend;
    golden = reference.weights("golden.safetensors");
    checks = new Checks(reference, golden);
    for (var row : GemmaCase.ids(golden.get("prompts/ids"), golden.get("prompts/mask"))) {
      texts.add("prompt " + texts.size());
      ids.put(texts.get(texts.size() - 1), row);
    }
    ids.put(NEGATIVE, ints(reference.parameters().getAsJsonArray("negative_ids")));
  }

  private static int[] ints(JsonArray array) {
    var row = new int[array.size()];
    Arrays.setAll(row, i -> array.get(i).getAsInt());
    return row;
  }

  /// Whether the case gives prompts as ids, and durations, for a model whose text encoder lies in a
  /// sub-folder.
  static boolean fits(ReferenceCase reference) {
    var tensors = reference.json().getAsJsonObject("tensors");
    return tensors != null
        && tensors.has("prompts/ids")
        && tensors.has("seconds/values")
        && Files.isRegularFile(reference.file("model_config.json"))
        && GemmaCase.folder(reference).isPresent();
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var all = new ConditionerCase(reference, backend);
    try (var model = new ConditionerFixture(reference, backend, all::idsOf, all.fourier())) {
      all.seconds(model);
      all.prompts(model);
      all.assembled(model);
      all.tokenizer(model.textRows());
    }
    return all.checks.done();
  }

  private int[] idsOf(String text, int maxTokens) {
    var row = Objects.requireNonNull(ids.get(text), text);
    return Arrays.copyOf(row, Math.min(maxTokens, row.length));
  }

  /// The recorded frequencies, which ours are held against.
  private ExpoFourier fourier() {
    if (!golden.paths().contains("frequencies")) {
      return ExpoFourier.PUBLISHED;
    }
    var recorded = golden.get("frequencies");
    var own = ExpoFourier.PUBLISHED.frequencies();
    var difference = Checks.difference(NdArray.of(own, own.length), recorded, 1e-30);
    checks.add(new Check("frequencies (ours)", difference, ROUNDING));
    return ExpoFourier.withFrequencies(recorded.toFloats());
  }

  private void seconds(ConditionerFixture model) {
    var values = seconds();
    var number = model.numbers().values().iterator().next();
    var normalized = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      normalized[i] = number.range().normalized(values[i]);
    }
    checks.compare("seconds/normalized", NdArray.of(normalized, normalized.length));
    var inputs = number.network().inputs(normalized);
    checks.compare("seconds/features", Objects.requireNonNull(inputs.get("features")));
    try (var executable = backend.compile(number.network().graph(Probe.NONE), model.weights())) {
      var embedding = executable.run(inputs, "embedding", Cancellation.none());
      checks.compare("seconds/embedding", embedding);
    }
  }

  private double[] seconds() {
    var stored = golden.get("seconds/values");
    var values = new double[stored.size()];
    var bytes = stored.bytes();
    var floats = stored.toF32().floats();
    Arrays.setAll(values, i -> stored.type() == DType.F64 ? bytes.getDouble(8 * i) : floats.get(i));
    return values;
  }

  private void prompts(ConditionerFixture model) {
    var none = Cancellation.none();
    int rows = model.textRows();
    checks.compare("prompts/encoder_output", model.text().encodeNegative(texts, rows, none));
    checks.compare("prompts/embedding_after_padding", model.text().encode(texts, rows, none));
  }

  private void assembled(ConditionerFixture model) {
    var none = Cancellation.none();
    int rows = model.textRows();
    var numbers = new LinkedHashMap<String, double[]>();
    var seconds = seconds();
    model.numbers().keySet().forEach(id -> numbers.put(id, cyclic(seconds, texts.size())));
    var wanted = model.text().encode(texts, rows, none);
    var tokens = model.conditioners().join(wanted, numbers, none);
    checks.compare("assembled/cross_tokens", tokens.cross());
    checks.compare("assembled/global", tokens.global());
    checks.compare("assembled/cross_mask", mask(model, texts), 0);
    var negatives = Collections.nCopies(texts.size(), NEGATIVE);
    var raw = model.text().encode(negatives, rows, none);
    var masked = model.text().encodeNegative(negatives, rows, none);
    checks.compare(
        "assembled/negative_cross_tokens_raw",
        model.conditioners().join(raw, numbers, none).cross());
    checks.compare(
        "assembled/negative_cross_tokens_masked",
        model.conditioners().join(masked, numbers, none).cross());
    checks.compare("assembled/negative_cross_mask", mask(model, negatives), 0);
  }

  private static double[] cyclic(double[] values, int count) {
    var row = new double[count];
    Arrays.setAll(row, i -> values[i % values.length]);
    return row;
  }

  /// 1 where a cross token says something, 0 at padding: (texts, rows).
  private NdArray mask(ConditionerFixture model, List<String> prompts) {
    var mask = NdArray.zeros(DType.F32, prompts.size(), model.conditioners().rows());
    var values = mask.floats();
    for (var prompt : prompts) {
      for (var id : model.crossIds()) {
        var row = new float[model.numbers().containsKey(id) ? 1 : model.textRows()];
        boolean isText = !model.numbers().containsKey(id);
        int real = isText ? model.text().tokens(prompt, model.textRows()) : 1;
        Arrays.fill(row, 0, real, 1);
        values.put(row);
      }
    }
    return mask;
  }

  /// Holds the tokenizer, where there is one, against the ids given.
  private void tokenizer(int maxTokens) throws IOException {
    var folder = GemmaCase.folder(reference).orElseThrow();
    if (!Files.isRegularFile(folder.resolve("tokenizer.json"))) {
      return;
    }
    var tokenizer = T5GemmaFiles.ids(Tokenizers.read(folder));
    var spoken = ConditionerFixture.texts(reference.parameters().getAsJsonArray("prompts"));
    for (int i = 0; i < spoken.size(); i++) {
      compare("ids of " + texts.get(i), tokenizer.of(spoken.get(i), maxTokens), texts.get(i));
    }
    var negative = reference.parameters().get("negative_prompt").getAsString();
    compare("ids of the negative prompt", tokenizer.of(negative, maxTokens), NEGATIVE);
  }

  private void compare(String what, int[] got, String text) {
    boolean same = Arrays.equals(got, ids.get(text));
    checks.add(new Check(what, same ? 0 : Double.POSITIVE_INFINITY, 0));
  }
}
