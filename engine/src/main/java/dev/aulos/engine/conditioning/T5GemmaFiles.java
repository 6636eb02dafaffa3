package dev.aulos.engine.conditioning;

import com.google.gson.JsonParser;
import dev.aulos.engine.files.TextFile;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.t5gemma.T5GemmaConfig;
import dev.aulos.models.t5gemma.T5GemmaEncoder;
import dev.aulos.text.Tokenizer;
import dev.aulos.text.Tokenizers;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.WeightContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// A folder with a T5Gemma model, of which the encoder half is used.
///
/// @param folder where `config.json`, `model.safetensors` and the tokenizer lie
/// @param config the sizes of the encoder
/// @param weights all the file holds, the decoder too; nothing is read before it is asked for
public record T5GemmaFiles(Path folder, T5GemmaConfig config, Weights weights) {
  /// Where the encoder lies in the published file.
  public static final Scope ENCODER = Scope.root().at("model", "encoder");

  /// Reads the configuration and the header of the weights.
  ///
  /// @throws IOException if a file is missing or broken, or the weights are not those of the
  ///   configuration
  /// @throws dev.aulos.models.config.UnsupportedModelException if the encoder cannot be run
  /// @throws com.google.gson.JsonParseException if the configuration is not JSON
  public static T5GemmaFiles open(Path folder) throws IOException {
    var text = TextFile.read(folder.resolve("config.json"));
    var config = T5GemmaConfig.of(JsonParser.parseString(text));
    var weights = Checkpoint.open(folder.resolve("model.safetensors"));
    var shapes = T5GemmaEncoder.of(ENCODER, config).shapes();
    WeightContract.of(shapes, ENCODER.toString()).check(weights);
    return new T5GemmaFiles(folder, config, weights);
  }

  /// The encoder, for texts of at most `maxTokens`.
  public T5GemmaTokenEncoder encoder(Backend backend, int maxTokens) {
    return new T5GemmaTokenEncoder(backend, config, weights, ENCODER, maxTokens);
  }

  /// The folder's tokenizer.
  ///
  /// @throws IOException if there is none, or it is broken
  public Tokenizer tokenizer() throws IOException {
    return Tokenizers.read(folder);
  }

  /// The ids of a text as the encoder is used to them: cut on the right, framed by no mark.
  public static TextEncoder.TokenIds ids(Tokenizer tokenizer) {
    return (text, maxTokens) -> {
      var ids = tokenizer.encode(text);
      return Arrays.copyOf(ids, Math.min(ids.length, maxTokens));
    };
  }
}
