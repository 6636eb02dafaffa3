package dev.aulos.engine;

/// Numbers of requests, checked.
final class Range {
  private Range() {}

  static void check(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new RequestException(
          what + " " + plain(value) + ": expected " + plain(least) + " to " + plain(most));
    }
  }

  /// Whole numbers without a fraction.
  static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
