package dev.aulos.cli;

import dev.aulos.engine.TextEncoderInfo;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.ModelConfig.Line;
import dev.aulos.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// What lies where a model is said to be; of weights, only their headers are read.
sealed interface Found {
  /// As the engine takes it for models of Stable Audio 3.
  double USUAL_SECONDS = 30;

  /// A model, or the codec of one.
  record Model(ModelFiles files) implements Found {}

  /// A text encoder.
  record TextEncoder(TextEncoderInfo info) implements Found {}

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
    if (isTextEncoder(folder)) {
      return new TextEncoder(TextEncoderInfo.of(folder));
    }
    return new Model(ModelFiles.open(folder));
  }

  private static boolean isTextEncoder(Path folder) {
    return Files.isRegularFile(folder.resolve("config.json"))
        && !Files.exists(folder.resolve("model_config.json"))
        && !Files.exists(folder.resolve("transformer"));
  }

  /// Whether it is an autoencoder alone, which cannot generate.
  default boolean isCodecAlone() {
    return this instanceof Model model && model.files.config() instanceof ModelConfig.Codec;
  }

  /// One line on what it is.
  default String summary() {
    return switch (this) {
      case Model model -> summary(model.files.config());
      case TextEncoder text -> summary(text.info);
      case Broken broken -> "cannot be used: " + broken.reason;
    };
  }

  private static String summary(TextEncoderInfo text) {
    var family = text.family() == Conditioner.Text.Family.T5 ? "" : " (T5Gemma)";
    return String.format("text encoder%s, %d layers", family, text.layers());
  }

  private static String summary(ModelConfig config) {
    return switch (config) {
      case ModelConfig.TextToAudio model ->
          String.format(
              Locale.ROOT,
              "%s%s, %.1f s at %.1f kHz, %d channels",
              model.line() == Line.THREE ? "Stable Audio 3, " : "",
              model.objective().key(),
              longest(model),
              model.sampleRate() / 1e3,
              model.audioChannels());
      case ModelConfig.Codec codec ->
          String.format(
              Locale.ROOT,
              "autoencoder alone, %.1f kHz, %d latent channels",
              codec.sampleRate() / 1e3,
              codec.autoencoder().latentChannels());
    };
  }

  /// The longest sound a model makes at once, in seconds.
  static double longest(ModelConfig.TextToAudio model) {
    return (double) model.sampleSize() / model.sampleRate();
  }

  /// The length of a model's sound unless told otherwise, in seconds.
  static double usual(ModelConfig.TextToAudio model) {
    return model.line() == Line.THREE ? Math.min(USUAL_SECONDS, longest(model)) : longest(model);
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
