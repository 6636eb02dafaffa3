package dev.aulos.engine.files;

import com.google.gson.JsonPrimitive;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner.Text;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.t5.T5Config;
import dev.aulos.models.t5.T5Encoder;
import dev.aulos.text.T5Vocabulary;
import dev.aulos.text.Tokenizer;
import dev.aulos.text.Tokenizers;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.WeightContract;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A text encoder's files: published checkpoints do not hold it, it is a model of its own.
///
/// @param folder where the files lie
/// @param config the sizes
/// @param weights under the published names
/// @param tokenizer the folder's own, or the built-in vocabulary of T5
public record TextEncoderFiles(Path folder, T5Config config, Weights weights, Tokenizer tokenizer) {
  private static final List<String> WEIGHT_FILES =
      List.of("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin");
  private static final List<String> TOKENIZER_FILES = List.of("tokenizer.json", "spiece.model");
  private static final String TABLE = "shared.weight";
  private static final String TABLE_ALIAS = "encoder.embed_tokens.weight";

  /// Finds the encoder that a model names: a folder of that name, or `text_encoder`, in the model's
  /// folder, beside it, or in one of the `shared` folders.
  ///
  /// @param text what the configuration says of it
  /// @throws ModelException if there is none, or it is broken
  public static TextEncoderFiles find(Path model, Text text, List<Path> shared)
      throws ModelException {
    var places = places(model, text.folder(), shared);
    for (var place : places) {
      if (Files.isRegularFile(place.resolve("config.json"))) {
        return open(place);
      }
    }
    var looked = new ArrayList<String>();
    places.forEach(place -> looked.add(place.toString()));
    throw new ModelException(
        model,
        "needs the text encoder '"
            + text.encoder()
            + "' (config.json and model.safetensors); looked in "
            + String.join(", ", looked)
            + ". Get it with: aulos models get t5-base");
  }

  private static List<Path> places(Path model, String name, List<Path> shared) {
    var places = new ArrayList<Path>();
    places.add(model.resolve(name));
    places.add(model.resolve("text_encoder"));
    var above = model.toAbsolutePath().getParent();
    if (above != null) {
      places.add(above.resolve(name));
    }
    shared.forEach(folder -> places.add(folder.resolve(name)));
    return places;
  }

  /// Opens the T5 encoder in a folder.
  ///
  /// @throws ModelException if a file is missing or broken, or the encoder is of another family
  public static TextEncoderFiles open(Path folder) throws ModelException {
    var described = ModelFiles.read(folder.resolve("config.json"));
    try {
      var config = T5Config.of(described.json());
      var weights = weights(folder, config);
      return new TextEncoderFiles(folder, config, weights, tokenizer(folder, config));
    } catch (UnsupportedModelException e) {
      throw new ModelException(described.file(), e);
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException(folder, e);
    }
  }

  /// The family of the encoder in a folder, as its `config.json` says.
  ///
  /// @throws ModelException if there is no such file, or it is broken
  public static Text.Family family(Path folder) throws ModelException {
    var config = ModelFiles.read(folder.resolve("config.json")).json();
    boolean gemma =
        config.isJsonObject()
            && config.getAsJsonObject().get("model_type") instanceof JsonPrimitive type
            && type.getAsString().equals("t5gemma");
    return gemma ? Text.Family.T5_GEMMA : Text.Family.T5;
  }

  /// Refuses the folder of an encoder that has no tokenizer of its own, where none is built in.
  ///
  /// @throws ModelException if there is no folder, or no tokenizer in it
  public static void requireTokenizer(Path folder) throws ModelException {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          folder, "no such folder; the text encoder lies beside the model's own weights");
    }
    for (var name : List.of("tokenizer.json", "tokenizer.model", "spiece.model")) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return;
      }
    }
    throw new ModelException(folder, "has no tokenizer.json or tokenizer.model");
  }

  private static Weights weights(Path folder, T5Config config) throws IOException {
    for (var name : WEIGHT_FILES) {
      var file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        var weights = aliased(Checkpoint.open(file));
        var graph = T5Encoder.of(Scope.root(), config).graph(Probe.NONE);
        WeightContract.of(shapes(graph), "encoder.")
            .tolerating(path -> path.equals(TABLE_ALIAS))
            .check(weights);
        return weights;
      }
    }
    throw new ModelException(folder, "has config.json but no " + WEIGHT_FILES.get(0));
  }

  private static Map<String, long[]> shapes(Graph graph) {
    var shapes = new LinkedHashMap<String, long[]>();
    graph.parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
    return shapes;
  }

  /// The embedding table has two names, of which files hold one or both.
  private static Weights aliased(Weights weights) {
    if (weights.paths().contains(TABLE) || !weights.paths().contains(TABLE_ALIAS)) {
      return weights;
    }
    var table = WeightViews.prefixed(weights, "encoder.embed_tokens.");
    return WeightViews.union(weights, WeightViews.below("shared.", table));
  }

  private static Tokenizer tokenizer(Path folder, T5Config config) throws IOException {
    for (var place : List.of(folder, folder.resolveSibling("tokenizer"))) {
      for (var name : TOKENIZER_FILES) {
        if (Files.isRegularFile(place.resolve(name))) {
          return Tokenizers.read(place.resolve(name));
        }
      }
    }
    var builtIn = T5Vocabulary.read();
    if (builtIn.vocabularySize() > config.vocabulary()) {
      throw new ModelException(
          folder,
          "has no tokenizer.json or spiece.model, and its vocabulary of "
              + config.vocabulary()
              + " is not that of T5");
    }
    return builtIn;
  }
}
