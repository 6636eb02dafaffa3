package dev.aulos.cli;

import java.util.Locale;

/// Amounts of bytes, as people read them.
final class Bytes {
  private Bytes() {}

  /// Such as `1.2 GB`; decimal units, as disks and networks are sold.
  static String text(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    for (var unit : new String[] {"kB", "MB", "GB"}) {
      value /= 1000;
      if (value < 999.5) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, unit);
      }
    }
    return String.format(Locale.ROOT, "%.1f TB", value / 1000);
  }
}
