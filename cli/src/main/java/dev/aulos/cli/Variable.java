package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// The environment variables that the program reads. A Java system property of the same name goes
/// before the variable.
enum Variable {
  /// The folder of models and settings.
  AULOS_HOME,
  /// The address of the hub that models are got from.
  AULOS_HUB,
  /// If set, internal errors show where they happened.
  AULOS_TRACE,
  /// The user's token for the hub.
  HF_TOKEN,
  /// The folder in which the hub's own program keeps the user's token.
  HF_HOME;

  /// The value, if it is set and not blank.
  Optional<String> value() {
    var value = System.getProperty(name());
    if (value == null) {
      value = System.getenv(name());
    }
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /// The value as a path.
  Optional<Path> path() {
    return value()
        .map(text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new RequestException(name() + ": " + e.getMessage());
          }
        });
  }
}
