package dev.aulos.engine.conditioning;

import dev.aulos.models.conditioner.NumberConditioner;

/// A number that a model asks for.
///
/// @param range brings it to 0…1
/// @param network turns it into a vector as wide as a token
public record NumberInput(Range range, NumberConditioner network) {
  /// The way from a number as asked for to 0…1.
  @FunctionalInterface
  public interface Range {
    /// The number, clamped and scaled in F32 as the reference does.
    float normalized(double value);
  }
}
