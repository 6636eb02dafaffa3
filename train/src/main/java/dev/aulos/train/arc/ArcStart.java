package dev.aulos.train.arc;

import dev.aulos.graph.Weights;
import dev.aulos.train.clap.Clap;
import java.util.Optional;

/// What ARC post-training starts from.
///
/// @param model all parameters of the networks, as flow training left them
/// @param generator what the generator starts from, such as a [WarmUpTask] leaves it: the model's
///   transformer by path
/// @param clap what tells the generator how well its sounds fit their texts, if anything; it rests
public record ArcStart(Weights model, Weights generator, Optional<Clap> clap) {
  /// The generator starts from the model itself, and its scores alone move it.
  public static ArcStart of(Weights model) {
    return new ArcStart(model, model, Optional.empty());
  }

  /// With another start of the generator.
  public ArcStart withGenerator(Weights other) {
    return new ArcStart(model, other, clap);
  }

  /// With a CLAP.
  public ArcStart withClap(Clap trained) {
    return new ArcStart(model, generator, Optional.of(trained));
  }
}
