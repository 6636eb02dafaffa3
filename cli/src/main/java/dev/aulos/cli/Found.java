package dev.aulos.cli;

import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.TextEncoderFiles;
import dev.aulos.models.ModelConfig;
import dev.aulos.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What lies where a model is said to be; of weights, only their headers are read.
sealed interface Found {
  /// A model, or the codec of one.
  record Model(ModelFiles files) implements Found {}

  /// A text encoder.
  record TextEncoder(TextEncoderFiles files) implements Found {}

  /// Something that cannot be used, and why.
  record Broken(String reason) implements Found {}

  /// Looks at a folder or weights file.
  static Found at(Path place) {
    try {
      return open(place);
    } catch (ModelException e) {
      return new Broken(Main.firstLine(e.getMessage()));
    }
  }

  /// Looks at a folder or weights file.
  ///
  /// @throws ModelException if it is no model, or a broken one
  static Found open(Path place) throws ModelException {
    var folder = place.toAbsolutePath().normalize();
    var above = folder.getParent();
    if (isTextEncoder(folder) && above != null) {
      var name = folder.getFileName().toString();
      return new TextEncoder(TextEncoderFiles.find(above, name, List.of()));
    }
    return new Model(ModelFiles.open(folder));
  }

  private static boolean isTextEncoder(Path folder) {
    return Files.isRegularFile(folder.resolve("config.json"))
        && !Files.exists(folder.resolve("model_config.json"))
        && !Files.exists(folder.resolve("transformer"));
  }

  /// One line on what it is.
  default String summary() {
    return switch (this) {
      case Model model -> summary(model.files.config());
      case TextEncoder text ->
          String.format("text encoder, %d layers", text.files.config().layers());
      case Broken broken -> "cannot be used: " + broken.reason;
    };
  }

  private static String summary(ModelConfig config) {
    return switch (config) {
      case ModelConfig.TextToAudio model ->
          String.format(
              "%s, %.1f s at %.1f kHz, %d channels",
              model.objective().key(),
              (double) model.sampleSize() / model.sampleRate(),
              model.sampleRate() / 1e3,
              model.audioChannels());
      case ModelConfig.Codec codec ->
          String.format("autoencoder alone, %.1f kHz", codec.sampleRate() / 1e3);
    };
  }

  /// Bytes of all its files, as far as they can be read.
  static long bytes(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      long sum = 0;
      for (var file : (Iterable<Path>) files::iterator) {
        sum += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
      return sum;
    } catch (IOException e) {
      return 0; // it is listed as broken, for the same reason
    }
  }

  /// Values stored in a checkpoint.
  static long parameters(Checkpoint weights) {
    long sum = 0;
    for (var path : weights.paths()) {
      long values = 1;
      for (long extent : weights.shape(path)) {
        values *= extent;
      }
      sum += values;
    }
    return sum;
  }
}
