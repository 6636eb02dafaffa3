package dev.aulos.engine;

import dev.aulos.models.ModelConfig;
import dev.aulos.models.Objective;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/// What a model is and how it likes to be used.
///
/// @param name the folder's name
/// @param folder where its files lie
/// @param fingerprint a quick hash of its weights
/// @param line which line of models it belongs to
/// @param objective what its network predicts
/// @param sampleRate samples per second of its sound
/// @param channels channels of its sound
/// @param canvas the longest sound it makes at once
/// @param usual the length of its sound unless told otherwise
/// @param samplers the names of the samplers it can be run with
/// @param sampler the one it is run with unless told otherwise
/// @param steps how many steps it takes unless told otherwise
/// @param guidanceScale its guidance scale unless told otherwise
/// @param knowsStart whether it matters to it where in a longer piece a sound begins
public record ModelInfo(
    String name,
    Path folder,
    String fingerprint,
    ModelConfig.Line line,
    Objective objective,
    int sampleRate,
    int channels,
    Duration canvas,
    Duration usual,
    List<String> samplers,
    String sampler,
    int steps,
    double guidanceScale,
    boolean knowsStart) {
  /// Copies the list.
  public ModelInfo {
    samplers = List.copyOf(samplers);
  }

  /// How a model of this configuration is sampled unless told otherwise.
  public static ModelConfig.Sampling sampling(ModelConfig.TextToAudio config) {
    var usual = Defaults.of(config);
    var seconds =
        config.sampling().map(ModelConfig.Sampling::seconds).orElse(OptionalDouble.empty());
    return new ModelConfig.Sampling(usual.sampler(), usual.steps(), usual.guidanceScale(), seconds);
  }
}
