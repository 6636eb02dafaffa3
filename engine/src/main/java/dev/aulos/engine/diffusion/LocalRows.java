package dev.aulos.engine.diffusion;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.Arrays;

/// The local condition as a table of the rows that differ, and the row of each frame. Frames with
/// nothing to keep are zeros and share one row, so the table grows with what is kept.
final class LocalRows {
  /// The row, of tables made of this one, that tokens take which are no frames.
  static final int NOTHING = 0;

  private final NdArray table;
  private final int[][] rows;

  private LocalRows(NdArray table, int[][] rows) {
    this.table = table;
    this.rows = rows;
  }

  /// @throws IllegalArgumentException if the condition is not one of such a batch
  static LocalRows of(LocalCondition condition, int width, int batch, int frames) {
    return switch (condition) {
      case LocalCondition.None none -> same(NOTHING, width, frames);
      case LocalCondition.Zeros zeros -> same(NOTHING + 1, width, frames);
      case LocalCondition.Given given -> of(given.values(), width, batch, frames);
    };
  }

  private static LocalRows same(int row, int width, int frames) {
    var rows = new int[1][frames];
    Arrays.fill(rows[0], row);
    return new LocalRows(NdArray.zeros(DType.F32, 1, Math.max(1, width)), rows);
  }

  private static LocalRows of(NdArray given, int width, int batch, int frames) {
    boolean fits = given.rank() == 3 && (given.dim(0) == 1 || given.dim(0) == batch);
    if (!fits || width == 0 || given.dim(1) != width || given.dim(2) != frames) {
      throw new IllegalArgumentException(
          String.format(
              "the condition of each frame is %s, expected (1 or %d, %d, %d)",
              given, batch, width, frames));
    }
    var values = given.toFloats();
    var rows = new int[(int) given.dim(0)][frames];
    int count = NOTHING + 2; // row 1 is that of frames of zeros
    for (int item = 0; item < rows.length; item++) {
      for (int frame = 0; frame < frames; frame++) {
        boolean zeros = isZero(values, item * width * frames + frame, width, frames);
        rows[item][frame] = zeros ? NOTHING + 1 : count++;
      }
    }
    var table = new float[(count - 1) * width];
    for (int item = 0; item < rows.length; item++) {
      for (int frame = 0; frame < frames; frame++) {
        int to = (rows[item][frame] - 1) * width;
        int from = item * width * frames + frame;
        for (int c = 0; c < width; c++) {
          table[to + c] = values[from + c * frames];
        }
      }
    }
    return new LocalRows(NdArray.of(table, count - 1, width), rows);
  }

  private static boolean isZero(float[] values, int start, int width, int frames) {
    for (int c = 0; c < width; c++) {
      if (values[start + c * frames] != 0) {
        return false;
      }
    }
    return true;
  }

  /// (rows, width)
  NdArray table() {
    return table;
  }

  /// The row of a frame in tables that have one row of zeros before those of [#table].
  int row(int item, int frame) {
    return rows[rows.length == 1 ? 0 : item][frame];
  }
}
