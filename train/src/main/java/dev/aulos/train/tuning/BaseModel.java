package dev.aulos.train.tuning;

import dev.aulos.engine.conditioning.Texts;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.TextRows;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.WeightFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// The model that tuning starts from.
///
/// @param files where it was found, and all that they hold
/// @param textFolder where its text encoder was found
/// @param isTextShared whether that is in a folder for encoders that are no model's own
/// @param texts what the encoder, which tuning leaves as it is, makes of captions
/// @param values the weights as networks take them
public record BaseModel(
    ModelFiles files,
    ModelConfig.TextToAudio config,
    Path textFolder,
    boolean isTextShared,
    TextRows texts,
    Weights values)
    implements AutoCloseable {
  /// A model from its files, and its text encoder.
  ///
  /// @param shared folders in which encoders lie that are no model's own
  /// @throws ModelException if it makes no sound of text, or the text encoder is missing or broken
  public static BaseModel open(ModelFiles files, List<Path> shared, Backend backend)
      throws ModelException {
    if (!(files.config() instanceof ModelConfig.TextToAudio config)) {
      throw new ModelException(
          files.folder(), "is an autoencoder alone, expected a model that makes sound of text");
    }
    try {
      var values = PreparedWeights.of(files.weights(), config.dit());
      var text = Texts.open(files.folder(), config, values, shared, backend);
      var texts = new TextRows(text.encoder(), config.text().maxTokens());
      boolean isShared = shared.stream().anyMatch(text.folder()::startsWith);
      return new BaseModel(files, config, text.folder(), isShared, texts, values);
    } catch (WeightFormatException e) {
      throw new ModelException(files.folder(), e);
    }
  }

  /// The tensors as they are stored.
  Weights stored() {
    return files.weights();
  }

  /// Its networks, of which some parameters move.
  public FlowNetworks networks(TimestepSampler times, Predicate<String> isTrained) {
    return new FlowNetworks(config, texts, times, isTrained);
  }

  @Override
  public void close() {
    texts.close();
  }
}
