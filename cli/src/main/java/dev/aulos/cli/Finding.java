package dev.aulos.cli;

/// One line of a diagnosis.
///
/// @param what was looked at
/// @param level how it is
/// @param found what was found, and what to do if it is not as it should be
record Finding(String what, Level level, String found) {
  /// How something is.
  enum Level {
    /// As it should be.
    OK,
    /// Works, but not as well as it could.
    WARN,
    /// Does not work.
    FAIL
  }

  static Finding ok(String what, String found) {
    return new Finding(what, Level.OK, found);
  }

  static Finding warn(String what, String found) {
    return new Finding(what, Level.WARN, found);
  }

  static Finding fail(String what, String found) {
    return new Finding(what, Level.FAIL, found);
  }
}
