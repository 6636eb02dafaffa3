package dev.aulos.train.tuning;

import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.weights.WeightFormatException;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/// The autoencoder that training goes on from: one alone, or a whole model's.
///
/// @param files where it was found, and all that they hold
/// @param scope where its parameters lie
public record BaseAutoencoder(ModelFiles files, Autoencoder autoencoder, Scope scope) {
  /// The autoencoder of a model's files.
  ///
  /// @throws ModelException if there is none
  public static BaseAutoencoder of(ModelFiles files) throws ModelException {
    return new BaseAutoencoder(files, files.autoencoder(), files.autoencoderScope());
  }

  /// Its weights under the paths that training has them under, in either spelling of weight
  /// normalisation or folded.
  ///
  /// @throws ModelException if halves of weights are missing
  public Weights values(Set<String> paths) throws ModelException {
    try {
      return WeightViews.spelledAs(files.weights(), paths);
    } catch (WeightFormatException e) {
      throw new ModelException(files.folder(), e);
    }
  }

  /// Whether it is a part of a model that makes sound of text: its encoder then has to stay, as the
  /// model's transformer knows the latents of no other.
  public boolean isOfWholeModel() {
    return files.config() instanceof ModelConfig.TextToAudio;
  }

  /// Writes the model with its autoencoder as training left it, as a folder that opens by itself;
  /// with the text encoder, if that lies within the model's own folder.
  ///
  /// @param moved the parameters by path
  /// @param encoderFrozen whether the encoder rested; it is then written as it was stored
  public void write(Weights moved, boolean encoderFrozen, Path folder) throws IOException {
    var place = new ModelFolder(folder);
    if (files.config() instanceof ModelConfig.TextToAudio model) {
      var text = files.folder().resolve(model.text().folder());
      if (Files.isDirectory(text)) {
        place.copyText(text, model.text());
      }
    }
    var names = new LinkedHashSet<>(files.weights().paths());
    names.removeIf(name -> encoderFrozen && name.startsWith(scope + "encoder."));
    var own = WeightViews.spelledAs(moved, names);
    place.write(files.json(), files.weights(), own);
  }
}
