package dev.aulos.engine.conditioning;

import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.Scopes;
import dev.aulos.engine.files.TextEncoderFiles;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import dev.aulos.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A model's text encoder, ready, and its tokenizer.
///
/// @param folder where it was found
/// @param marks how many marks frame a text's tokens
public record Texts(Path folder, TextEncoder encoder, Tokenizer tokenizer, int marks) {
  /// Opens the encoder that a model's configuration names.
  ///
  /// @param model the folder of the model
  /// @param weights the model's own, under the published names
  /// @param shared folders in which encoders lie that are no model's own
  /// @throws ModelException if it is missing, broken, or not as wide as the model takes texts
  public static Texts open(
      Path model,
      ModelConfig.TextToAudio config,
      Weights weights,
      List<Path> shared,
      Backend backend)
      throws ModelException {
    return switch (config.text().family()) {
      case T5 -> t5(model, config, shared, backend);
      case T5_GEMMA -> t5Gemma(model, config, weights, backend);
    };
  }

  private static Texts t5(
      Path model, ModelConfig.TextToAudio config, List<Path> shared, Backend backend)
      throws ModelException {
    var files = TextEncoderFiles.find(model, config.text(), shared);
    checkWidth(files.folder(), files.config().width(), config);
    var tokenizer = files.tokenizer();
    TextEncoder.TokenIds ids =
        (prompt, most) -> {
          var tokens = tokenizer.encode(prompt, most);
          return Arrays.copyOf(tokens.ids(), tokens.count());
        };
    var encoder = new TextEncoder(backend, files.config(), files.weights(), ids);
    return new Texts(files.folder(), encoder, tokenizer, 1); // the end mark
  }

  private static Texts t5Gemma(
      Path model, ModelConfig.TextToAudio config, Weights weights, Backend backend)
      throws ModelException {
    var text = config.text();
    var files = T5GemmaFiles.open(model.resolve(text.encoder()));
    checkWidth(files.folder(), files.config().width(), config);
    var tokenizer = files.tokenizer();
    var encoder =
        TextEncoder.withLearnedPadding(
            files.encoder(backend, text.maxTokens()),
            T5GemmaFiles.ids(tokenizer),
            weights,
            Scopes.CONDITIONERS.at(text.id()));
    return new Texts(files.folder(), encoder, tokenizer, 0);
  }

  private static void checkWidth(Path folder, int width, ModelConfig.TextToAudio config)
      throws ModelException {
    if (width != config.conditionWidth()) {
      throw new ModelException(
          folder,
          String.format(
              "gives rows of %d channels, the model wants %d", width, config.conditionWidth()));
    }
  }

  /// The tokens of a text, marks included, however many the model reads.
  public int tokens(String text) {
    return tokenizer.encode(text).length + marks;
  }
}
