package dev.aulos.graph;

import java.util.Arrays;

/// The rows of a result, in order, and where each begins in the operands: how broadcasting and
/// permuting are walked. Neighbouring axes that lie as one in every operand are one row.
final class Rows {
  private final int[] shape;
  private final int[][] strides;
  private final int[] index;
  private final int[] offsets;
  private int axes;

  /// Rows of a result of `shape` whose operand `i` moves by `strides[i][axis]` elements per step.
  Rows(int[] shape, int[]... strides) {
    this.shape = new int[Math.max(1, shape.length)];
    this.strides = new int[strides.length][Math.max(1, shape.length)];
    this.offsets = new int[strides.length];
    this.index = new int[Math.max(1, shape.length)];
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] != 1) {
        append(shape[axis], axis, strides);
      }
    }
    if (axes == 0) {
      this.shape[axes++] = 1;
    }
  }

  private void append(int extent, int axis, int[][] from) {
    boolean joins = axes > 0;
    for (int i = 0; i < from.length && joins; i++) {
      joins = strides[i][axes - 1] == from[i][axis] * extent;
    }
    int at = joins ? axes - 1 : axes++;
    shape[at] = joins ? shape[at] * extent : extent;
    for (int i = 0; i < from.length; i++) {
      strides[i][at] = from[i][axis];
    }
  }

  /// The elements in a row.
  int length() {
    return shape[axes - 1];
  }

  /// The number of rows.
  int count() {
    return Value.size(Arrays.copyOf(shape, axes - 1));
  }

  /// How far one operand moves from an element of a row to the next.
  int step(int operand) {
    return strides[operand][axes - 1];
  }

  /// Where the current row begins in one operand.
  int offset(int operand) {
    return offsets[operand];
  }

  /// Moves to the next row.
  void advance() {
    for (int axis = axes - 2; axis >= 0; axis--) {
      boolean wraps = ++index[axis] == shape[axis];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] += wraps ? -strides[i][axis] * (shape[axis] - 1) : strides[i][axis];
      }
      if (!wraps) {
        return;
      }
      index[axis] = 0;
    }
  }

  /// The strides of a row-major value.
  static int[] strides(int[] shape) {
    var strides = new int[shape.length];
    int stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /// The strides of a row-major value stretched to `result`: 0 where it repeats.
  static int[] stretched(int[] shape, int[] result) {
    var own = strides(shape);
    var strides = new int[result.length];
    int lead = result.length - shape.length;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[lead + axis] = shape[axis] == 1 ? 0 : own[axis];
    }
    return strides;
  }
}
