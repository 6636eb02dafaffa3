package dev.aulos.engine;

/// A request that a model cannot answer. The message says what was asked for, what is possible, and
/// what to do.
public final class RequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /// With a message for the one who asked.
  public RequestException(String message) {
    super(message);
  }
}
