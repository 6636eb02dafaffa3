package dev.aulos.weights;

import java.io.IOException;
import java.nio.file.Path;

/// A weights file that is not what it should be: broken, hostile, or of another model.
public final class WeightFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /// An exception with a message that says where, what was expected and what was found.
  public WeightFormatException(String message) {
    super(message);
  }

  /// A fault at a byte of a file.
  static WeightFormatException at(Path file, long offset, String fault) {
    return new WeightFormatException(file + " @ " + offset + ": " + fault);
  }

  /// A fault of a file as a whole.
  static WeightFormatException in(Path file, String fault) {
    return new WeightFormatException(file + ": " + fault);
  }

  WeightFormatException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }
}
