package dev.aulos.engine.verify;

/// One comparison.
///
/// @param what the tensor, or the list of values
/// @param difference the largest absolute difference; infinite where a side is not a number or
///   nothing was compared
/// @param tolerance the largest one allowed
public record Check(String what, double difference, double tolerance) {
  /// Whether the difference is allowed.
  public boolean passed() {
    return difference <= tolerance;
  }
}
