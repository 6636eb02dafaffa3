package dev.aulos.train.tuning;

import com.google.gson.JsonIOException;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Weights;
import dev.aulos.models.Conditioner.Text;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.text.Tokenizers;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/// The model that tuning starts from.
///
/// @param files where it was found
/// @param textConfig of the text encoder, which tuning leaves as it is
/// @param tokens of the text encoder's tokenizer
/// @param weights all the model's file holds, by its own names
/// @param text the text encoder's weights, by the names of its own file
public record BaseModel(
    ModelFiles files,
    ModelConfig.TextToAudio config,
    T5GemmaConfig textConfig,
    FlowNetworks.Tokens tokens,
    Weights weights,
    Weights text) {
  /// A model of Stable Audio 3 from its files, whose text encoder lies in the folder that the
  /// configuration names.
  ///
  /// @throws UnsupportedModelException if it is of another line
  /// @throws IOException if the text encoder's files are missing or broken
  public static BaseModel of(ModelFiles files) throws IOException {
    if (!(files.config() instanceof ModelConfig.TextToAudio config)
        || config.text().family() != Text.Family.T5_GEMMA) {
      throw new UnsupportedModelException(
          files.folder() + ": only models of Stable Audio 3, whose text encoder is T5Gemma, tune");
    }
    var folder = files.folder().resolve(config.text().encoder());
    var tokenizer = Tokenizers.read(folder);
    var tokens = FlowNetworks.Tokens.of(tokenizer);
    var text = Checkpoint.open(folder.resolve("model.safetensors"));
    return new BaseModel(
        files, config, textConfig(folder.resolve("config.json")), tokens, files.weights(), text);
  }

  private static T5GemmaConfig textConfig(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      return T5GemmaConfig.of(JsonParser.parseReader(reader));
    } catch (JsonIOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (JsonParseException e) {
      throw new IOException(file + ": is not JSON: " + e.getMessage(), e);
    }
  }

  /// The folder of the text encoder.
  Path textFolder() {
    return files.folder().resolve(config.text().encoder());
  }

  /// Its networks, of which some parameters move.
  public FlowNetworks networks(TimestepSampler times, Predicate<String> isTrained) {
    return new FlowNetworks(config, textConfig, tokens, times, isTrained);
  }

  /// The values of all networks, by the paths of [FlowNetworks].
  public Weights all() {
    return WeightViews.union(weights, WeightViews.below(FlowNetworks.TEXT, text));
  }

  /// Whether a path of [FlowNetworks] lies in the model's file, not in the text encoder's.
  static boolean isOwn(String path) {
    return !FlowNetworks.isOfText(path);
  }
}
