package dev.aulos.engine.files;

import com.google.gson.JsonElement;
import dev.aulos.graph.Scope;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// The configuration and the weights of a model, found from the path a user gives: a folder with
/// `model_config.json` and `model.safetensors` or `model.ckpt`, one weight file with its
/// configuration beside it (`base_model.ckpt` goes with `base_model_config.json`), or a folder in
/// the layout of the diffusers library.
///
/// @param folder where the files lie
/// @param config what the configuration says
/// @param json the configuration as it stands, in the original layout
/// @param weights the tensors as stored, under the names of the original layout
public record ModelFiles(Path folder, ModelConfig config, JsonElement json, Checkpoint weights) {
  private static final long MAX_CONFIG_BYTES = 4 << 20;
  private static final List<String> WEIGHT_FILES =
      List.of("model.safetensors", "model.safetensors.index.json", "model.ckpt");
  private static final String CONFIG = "model_config.json";

  /// Finds and opens; reads the header of the weights, not yet the weights.
  ///
  /// @throws ModelException if something is missing, broken or not supported
  public static ModelFiles open(Path given) throws ModelException {
    if (!Files.exists(given)) {
      throw new ModelException(
          given,
          "no such file or folder; expected a folder with "
              + CONFIG
              + " and model.safetensors or model.ckpt");
    }
    if (Files.isRegularFile(given)) {
      boolean isConfig = given.toString().endsWith("_config.json");
      return isConfig ? withConfig(given) : withWeights(given);
    }
    if (Files.isRegularFile(given.resolve(CONFIG))) {
      return withConfig(given.resolve(CONFIG));
    }
    if (Files.isRegularFile(given.resolve("transformer").resolve("config.json"))) {
      return of(given, DiffusersConfig.read(given), given);
    }
    throw new ModelException(
        given, "has neither " + CONFIG + " nor transformer/config.json; it has " + listing(given));
  }

  /// A quick hash of the weights: of the file, or of all files where there are several.
  public String fingerprint() throws IOException {
    var place = weights.origin().file();
    var files =
        switch (weights.origin().kind()) {
          case SAFETENSORS, TORCH -> List.of(place);
          case SHARDED_SAFETENSORS -> safetensors(parent(place), 1);
          case DIFFUSERS_FOLDER -> safetensors(place, 2);
        };
    var prints = new ArrayList<String>();
    for (var file : files) {
      prints.add(Fingerprint.quick(file));
    }
    return String.join("+", prints);
  }

  /// The autoencoder, alone or a whole model's.
  ///
  /// @throws ModelException if the model has none
  public Autoencoder autoencoder() throws ModelException {
    return switch (config) {
      case ModelConfig.Codec alone -> alone.autoencoder();
      case ModelConfig.TextToAudio model ->
          model
              .autoencoder()
              .orElseThrow(
                  () -> new ModelException(folder, "has no autoencoder (model.pretransform)"));
    };
  }

  /// Where the autoencoder's parameters lie.
  public Scope autoencoderScope() {
    return config instanceof ModelConfig.Codec ? Scope.root() : Scopes.CODEC;
  }

  private static List<Path> safetensors(Path folder, int depth) throws IOException {
    try (var files = Files.walk(folder, depth)) {
      return files
          .filter(f -> f.toString().endsWith(".safetensors"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static ModelFiles withConfig(Path config) throws ModelException {
    var folder = parent(config);
    var name = name(config);
    var stem = name.substring(0, name.length() - "_config.json".length());
    for (var candidate : WEIGHT_FILES) {
      var file = folder.resolve(stem + candidate.substring("model".length()));
      if (Files.isRegularFile(file)) {
        return of(folder, read(config), file);
      }
    }
    throw new ModelException(
        folder,
        "has "
            + name
            + " but no weights; expected "
            + stem
            + ".safetensors or "
            + stem
            + ".ckpt, found "
            + listing(folder));
  }

  private static ModelFiles withWeights(Path weights) throws ModelException {
    var folder = parent(weights);
    var name = name(weights);
    int dot = name.indexOf('.');
    var own = folder.resolve((dot < 0 ? name : name.substring(0, dot)) + "_config.json");
    var config = Files.isRegularFile(own) ? own : folder.resolve(CONFIG);
    if (!Files.isRegularFile(config)) {
      throw new ModelException(
          weights, "there is no " + own.getFileName() + " or " + CONFIG + " beside it");
    }
    return of(folder, read(config), weights);
  }

  private static ModelFiles of(Path folder, Described described, Path weights)
      throws ModelException {
    ModelConfig config;
    try {
      config = ModelConfig.of(described.json);
    } catch (UnsupportedModelException e) {
      throw new ModelException(described.file, e);
    }
    try {
      return new ModelFiles(folder, config, described.json, Checkpoint.open(weights));
    } catch (IOException e) {
      throw new ModelException(weights, e);
    }
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName(), "a file has a name").toString();
  }

  /// A configuration and the file that it came from.
  record Described(Path file, JsonElement json) {}

  static Described read(Path file) throws ModelException {
    try {
      if (Files.size(file) > MAX_CONFIG_BYTES) {
        throw new ModelException(
            file, "is larger than " + MAX_CONFIG_BYTES + " bytes, which no configuration is");
      }
      return new Described(file, JsonFile.read(file));
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException(file, e);
    }
  }

  private static String listing(Path folder) {
    var names = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      names.addAll(
          files.map(f -> f.getFileName().toString()).sorted().collect(Collectors.toList()));
    } catch (IOException e) {
      return "nothing that can be listed (" + e.getMessage() + ")";
    }
    if (names.isEmpty()) {
      return "nothing";
    }
    int shown = Math.min(8, names.size());
    var list = String.join(", ", names.subList(0, shown));
    return names.size() > shown ? list + " and " + (names.size() - shown) + " more" : list;
  }
}
