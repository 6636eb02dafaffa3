package dev.aulos.engine.adapters;

import dev.aulos.models.config.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an adapter stores of a weight, and what it makes of it.
///
/// @param magnitudes what is rescaled after the low-rank matrix is added
/// @param extraSmall whether that matrix is `U·M·Vᵀ`, with U and V the weight's own leading
///   singular vectors, rather than `B·A`
record AdapterKind(Magnitudes magnitudes, boolean extraSmall) {
  /// Which of a weight's rows and columns get a length of their own.
  enum Magnitudes {
    /// None: LoRA.
    NONE,
    /// Each row: DoRA.
    ROWS,
    /// Each column.
    COLUMNS,
    /// Each row, or each column where the stored shape says so: how DoRA was stored at first.
    AS_SHAPED,
    /// Each row, then each column: BoRA.
    BOTH
  }

  private static final Map<String, Magnitudes> NAMES =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of(
                  "lora", Magnitudes.NONE,
                  "dora-rows", Magnitudes.ROWS,
                  "dora-cols", Magnitudes.COLUMNS,
                  "dora", Magnitudes.AS_SHAPED,
                  "bora", Magnitudes.BOTH)));
  private static final String EXTRA_SMALL = "-xs";

  /// Plain LoRA: what a file is that does not say.
  static final AdapterKind LORA = new AdapterKind(Magnitudes.NONE, false);

  /// The kind of an `adapter_type`.
  ///
  /// @param key where the name stands, for the message
  /// @throws UnsupportedModelException if there is none of this name
  static AdapterKind named(String name, String key) {
    boolean extraSmall = name.endsWith(EXTRA_SMALL);
    var stem = extraSmall ? name.substring(0, name.length() - EXTRA_SMALL.length()) : name;
    var magnitudes = NAMES.get(stem);
    if (magnitudes == null || (extraSmall && magnitudes == Magnitudes.AS_SHAPED)) {
      throw new UnsupportedModelException(
          key + ": '" + name + "' is not supported; supported: " + supported());
    }
    return new AdapterKind(magnitudes, extraSmall);
  }

  private static List<String> supported() {
    var all = new ArrayList<>(NAMES.keySet());
    for (var name : NAMES.keySet()) {
      if (NAMES.get(name) != Magnitudes.AS_SHAPED) {
        all.add(name + EXTRA_SMALL);
      }
    }
    return all;
  }

  /// The factors that each adapted weight must have.
  List<Factor> required() {
    var factors = new ArrayList<Factor>();
    if (extraSmall) {
      factors.add(Factor.CORE);
    } else {
      factors.add(Factor.A);
      factors.add(Factor.B);
    }
    switch (magnitudes) {
      case NONE -> {}
      case ROWS, COLUMNS, AS_SHAPED -> factors.add(Factor.MAGNITUDE);
      case BOTH -> {
        factors.add(Factor.ROW_MAGNITUDE);
        factors.add(Factor.COLUMN_MAGNITUDE);
      }
    }
    return factors;
  }

  /// The factors that it may have besides.
  List<Factor> optional() {
    return extraSmall ? List.of(Factor.U, Factor.V) : List.of();
  }
}
