package dev.aulos.engine;

/// A model that produced values that are not numbers: its weights are broken, or the request is far
/// outside of what it was trained for.
public final class BrokenOutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// With what was found.
  public BrokenOutputException(String message) {
    super(message);
  }
}
