package dev.aulos.engine.files;

import java.io.IOException;
import java.nio.file.Path;

/// A model that cannot be opened. The message names the file and says what to do.
public final class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  /// With the place and the reason.
  public ModelException(Path where, String message) {
    super(where + ": " + message);
  }

  /// With the place, and the reason that another failure gives.
  public ModelException(Path where, Throwable cause) {
    this(where, reason(where, cause), cause);
  }

  /// The message of a failure without the place, where it begins with it.
  private static String reason(Path where, Throwable cause) {
    var message = cause.getMessage();
    if (message == null || message.equals(where.toString())) {
      return "cannot be read (" + cause.getClass().getSimpleName() + ")";
    }
    var prefix = where + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  /// With the place, the reason, and what it came from.
  public ModelException(Path where, String message, Throwable cause) {
    super(where + ": " + message, cause);
  }
}
