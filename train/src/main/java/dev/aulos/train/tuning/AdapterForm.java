package dev.aulos.train.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How an adapter changes a weight: the low-rank matrix it adds, and the lengths it gives to rows
/// or columns afterwards.
public enum AdapterForm {
  /// `W + s·B·A` (arXiv:2106.09685).
  LORA("lora", false, false, false),
  /// The same, each row then of a length of its own (arXiv:2402.09353).
  DORA_ROWS("dora-rows", true, false, false),
  /// The same with columns.
  DORA_COLS("dora-cols", false, true, false),
  /// Rows, then columns.
  BORA("bora", true, true, false),
  /// `W + s·U·M·Vᵀ`, with U and V the leading singular vectors of W (arXiv:2405.17604).
  LORA_XS("lora-xs", false, false, true),
  /// The same, each row then of a length of its own.
  DORA_ROWS_XS("dora-rows-xs", true, false, true),
  /// The same with columns.
  DORA_COLS_XS("dora-cols-xs", false, true, true),
  /// Rows, then columns.
  BORA_XS("bora-xs", true, true, true);

  static final String A = "lora_A";
  static final String B = "lora_B";
  static final String CORE = "M_xs";

  private final String name;
  private final boolean rows;
  private final boolean columns;
  private final boolean extraSmall;

  AdapterForm(String name, boolean rows, boolean columns, boolean extraSmall) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.extraSmall = extraSmall;
  }

  /// The form that files and options call by this name.
  ///
  /// @throws IllegalArgumentException if there is none
  public static AdapterForm named(String name) {
    return Arrays.stream(values())
        .filter(form -> form.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "adapter type '" + name + "' is unknown; expected one of " + names()));
  }

  private static String names() {
    return Arrays.stream(values()).map(AdapterForm::toString).collect(Collectors.joining(", "));
  }

  /// Whether each row gets a length.
  boolean rows() {
    return rows;
  }

  /// Whether each column gets a length, after the rows.
  boolean columns() {
    return columns;
  }

  /// Whether what is added lies between the weight's own singular vectors.
  boolean extraSmall() {
    return extraSmall;
  }

  /// The name in files of the rows' lengths.
  String rowKey() {
    return columns ? "magnitude_r" : "magnitude";
  }

  /// The name in files of the columns' lengths.
  String columnKey() {
    return rows ? "magnitude_c" : "magnitude";
  }

  /// The names in files of all factors.
  List<String> keys() {
    var keys = new ArrayList<>(extraSmall ? List.of(CORE) : List.of(A, B));
    if (rows) {
      keys.add(rowKey());
    }
    if (columns) {
      keys.add(columnKey());
    }
    return keys;
  }

  /// The name in files and options.
  @Override
  public String toString() {
    return name;
  }
}
