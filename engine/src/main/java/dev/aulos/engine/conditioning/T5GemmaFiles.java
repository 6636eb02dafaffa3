package dev.aulos.engine.conditioning;

import dev.aulos.engine.files.JsonFile;
import dev.aulos.engine.files.ModelException;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.UnsupportedModelException;
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
  /// @throws ModelException if a file is missing or broken, the encoder is none that can be run, or
  ///   the weights are not its own
  public static T5GemmaFiles open(Path folder) throws ModelException {
    var described = folder.resolve("config.json");
    var stored = folder.resolve("model.safetensors");
    T5GemmaConfig config;
    try {
      config = T5GemmaConfig.of(JsonFile.read(described));
    } catch (UnsupportedModelException e) {
      throw new ModelException(described, e);
    }
    try {
      var weights = Checkpoint.open(stored);
      var shapes = T5GemmaEncoder.of(ENCODER, config).shapes();
      WeightContract.of(shapes, ENCODER.toString()).check(weights);
      return new T5GemmaFiles(folder, config, weights);
    } catch (IOException e) {
      throw new ModelException(stored, e);
    }
  }

  /// The encoder, for texts of at most `maxTokens`.
  public T5GemmaTokenEncoder encoder(Backend backend, int maxTokens) {
    return new T5GemmaTokenEncoder(backend, config, weights, ENCODER, maxTokens);
  }

  /// The folder's tokenizer.
  ///
  /// @throws ModelException if there is none, or it is broken
  public Tokenizer tokenizer() throws ModelException {
    try {
      return Tokenizers.read(folder);
    } catch (IOException e) {
      throw new ModelException(folder, e);
    }
  }

  /// The ids of a text as the encoder is used to them: cut on the right, framed by no mark.
  public static TextEncoder.TokenIds ids(Tokenizer tokenizer) {
    return (text, maxTokens) -> {
      var ids = tokenizer.encode(text);
      return Arrays.copyOf(ids, Math.min(ids.length, maxTokens));
    };
  }
}
