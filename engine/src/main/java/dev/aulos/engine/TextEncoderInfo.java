package dev.aulos.engine;

import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.TextEncoderFiles;
import dev.aulos.models.Conditioner.Text;
import dev.aulos.models.Conditioner.Text.Family;
import java.nio.file.Path;
import java.util.List;

/// What a text encoder is, of whichever family; of its weights, only the header is read.
///
/// @param folder where its files lie
/// @param family which kind of network it is
/// @param layers of the encoder
/// @param width of one of its states
/// @param vocabulary how many tokens it knows
public record TextEncoderInfo(Path folder, Family family, int layers, int width, int vocabulary) {

  /// The encoder in a folder.
  ///
  /// @throws ModelException if a file is missing, broken, or not what its configuration says
  public static TextEncoderInfo of(Path folder) throws ModelException {
    return switch (TextEncoderFiles.family(folder)) {
      case T5 -> t5(TextEncoderFiles.open(folder));
      case T5_GEMMA -> t5Gemma(folder);
    };
  }

  /// The encoder that a model in `model` asks for.
  ///
  /// @param shared folders in which it is looked for too, if its family is shared among models
  /// @throws ModelException if it is missing or broken
  public static TextEncoderInfo of(Path model, Text text, List<Path> shared) throws ModelException {
    return switch (text.family()) {
      case T5 -> t5(TextEncoderFiles.find(model, text, shared));
      case T5_GEMMA -> t5Gemma(model.resolve(text.encoder()));
    };
  }

  private static TextEncoderInfo t5(TextEncoderFiles files) {
    var config = files.config();
    return new TextEncoderInfo(
        files.folder(), Family.T5, config.layers(), config.width(), config.vocabulary());
  }

  private static TextEncoderInfo t5Gemma(Path folder) throws ModelException {
    TextEncoderFiles.requireTokenizer(folder);
    var config = T5GemmaFiles.open(folder).config();
    return new TextEncoderInfo(
        folder, Family.T5_GEMMA, config.layers(), config.width(), config.vocabulary());
  }
}
