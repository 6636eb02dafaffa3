package dev.aulos.models.config;

/// A model that Aulos cannot run, named by the place in its configuration that says so.
public final class UnsupportedModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What is unsupported, where, and what would be supported.
  public UnsupportedModelException(String message) {
    super(message);
  }
}
