package dev.aulos.engine.adapters;

import java.util.Arrays;
import java.util.Optional;

/// A tensor that an adapter stores for a weight (out, in), by its name in files.
enum Factor {
  /// (r, in)
  A("lora_A"),
  /// (out, r)
  B("lora_B"),
  /// (r, r), between the weight's singular vectors
  CORE("M_xs"),
  /// (out) or (in)
  MAGNITUDE("magnitude"),
  /// (out)
  ROW_MAGNITUDE("magnitude_r"),
  /// (in)
  COLUMN_MAGNITUDE("magnitude_c"),
  /// (out, r), left singular vectors
  U("U"),
  /// (in, r), right singular vectors
  V("V");

  private final String key;

  Factor(String key) {
    this.key = key;
  }

  /// The name in files.
  String key() {
    return key;
  }

  static Optional<Factor> of(String key) {
    return Arrays.stream(values()).filter(f -> f.key.equals(key)).findFirst();
  }
}
