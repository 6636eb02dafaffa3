package dev.aulos.engine.verify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.conditioning.NumberInput;
import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner;
import dev.aulos.models.conditioner.ExpoEmbedding;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.models.config.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The text encoder and the conditioners of a case, from those parts of its configuration that
/// concern them; cases may have no other.
final class ConditionerFixture implements AutoCloseable {
  private static final Scope CONDITIONERS = Scope.root().at("conditioner", "conditioners");

  private final Weights weights;
  private final Map<String, NumberInput> numbers = new LinkedHashMap<>();
  private final List<String> crossIds;
  private final int textRows;
  private final TextEncoder text;
  private final Conditioners conditioners;

  ConditionerFixture(
      ReferenceCase reference, Backend backend, TextEncoder.TokenIds tokenizer, ExpoFourier fourier)
      throws IOException {
    var model = reference.config().getAsJsonObject().getAsJsonObject("model");
    var conditioning = model.getAsJsonObject("conditioning");
    int width = conditioning.get("cond_dim").getAsInt();
    Conditioner.Text prompt = null;
    for (var item : Section.of("conditioning", conditioning).sections("configs")) {
      switch (Conditioner.of(item)) {
        case Conditioner.Text given -> prompt = given;
        case Conditioner.Quantity given -> {
          var network = ExpoEmbedding.of(CONDITIONERS.at(given.id()), width, fourier);
          numbers.put(given.id(), new NumberInput(given::normalized, network));
        }
      }
    }
    var place = CONDITIONERS.at(Objects.requireNonNull(prompt, "a text").id());
    textRows = prompt.maxTokens();
    weights = reference.weights("model.safetensors");
    var files = T5GemmaFiles.open(GemmaCase.folder(reference).orElseThrow());
    var encoder = files.encoder(backend, textRows);
    text = TextEncoder.withLearnedPadding(encoder, tokenizer, weights, place);
    var diffusion = model.getAsJsonObject("diffusion");
    crossIds = texts(diffusion.getAsJsonArray("cross_attention_cond_ids"));
    var globalIds = texts(diffusion.getAsJsonArray("global_cond_ids"));
    var layout = new Conditioners.Layout(textRows, width, numbers, crossIds, globalIds);
    conditioners = new Conditioners(backend, layout, weights);
  }

  static List<String> texts(JsonArray array) {
    var texts = new ArrayList<String>();
    for (JsonElement text : array) {
      texts.add(text.getAsString());
    }
    return texts;
  }

  Weights weights() {
    return weights;
  }

  /// The numbers asked for, by id.
  Map<String, NumberInput> numbers() {
    return numbers;
  }

  /// What the cross tokens consist of.
  List<String> crossIds() {
    return crossIds;
  }

  /// Rows of the text.
  int textRows() {
    return textRows;
  }

  TextEncoder text() {
    return text;
  }

  Conditioners conditioners() {
    return conditioners;
  }

  @Override
  public void close() {
    conditioners.close();
    text.close();
  }
}
