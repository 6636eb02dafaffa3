package dev.aulos.graph;

import java.util.List;

/// The ops that move elements and compute nothing.
final class Movement {
  private Movement() {}

  static Value transpose(List<Integer> axes, Value x, int[] shape, Cancellation cancellation) {
    var own = Rows.strides(x.shape());
    var strides = new int[own.length];
    for (int i = 0; i < strides.length; i++) {
      int axis = axes.get(i);
      strides[i] = own[axis < 0 ? own.length + axis : axis];
    }
    return collect(x, shape, strides, cancellation);
  }

  static Value expand(Value x, int[] shape, Cancellation cancellation) {
    return collect(x, shape, Rows.stretched(x.shape(), shape), cancellation);
  }

  private static Value collect(Value x, int[] shape, int[] strides, Cancellation cancellation) {
    var out = Value.zeros(x.type(), shape);
    var rows = new Rows(shape, strides);
    for (int at = 0; at < out.size(); at += rows.length()) {
      cancellation.check();
      if (x.type().isFloat()) {
        copy(x.floats(), rows, out.floats(), at);
      } else {
        copy(x.longs(), rows, out.longs(), at);
      }
      rows.advance();
    }
    return out;
  }

  private static void copy(float[] x, Rows rows, float[] out, int at) {
    int from = rows.offset(0);
    int step = rows.step(0);
    for (int i = 0, n = rows.length(); i < n; i++) {
      out[at + i] = x[from + i * step];
    }
  }

  private static void copy(long[] x, Rows rows, long[] out, int at) {
    int from = rows.offset(0);
    int step = rows.step(0);
    for (int i = 0, n = rows.length(); i < n; i++) {
      out[at + i] = x[from + i * step];
    }
  }

  /// The elements from `start` on that fit `shape`, along one axis.
  static Value slice(Value x, int axis, int start, int[] shape) {
    var out = Value.zeros(x.type(), shape);
    int inner = x.inner(axis);
    for (int o = 0, n = x.outer(axis); o < n; o++) {
      copy(x, (o * x.dim(axis) + start) * inner, out, o * shape[axis] * inner, shape[axis] * inner);
    }
    return out;
  }

  static Value concat(List<Value> parts, int axis, int[] shape) {
    var out = Value.zeros(parts.get(0).type(), shape);
    int start = 0;
    for (var part : parts) {
      place(part, axis, start, out);
      start += part.dim(axis);
    }
    return out;
  }

  static Value pad(Value x, int axis, long before, int[] shape) {
    var out = Value.zeros(x.type(), shape);
    place(x, axis, (int) before, out);
    return out;
  }

  /// Writes `x` into `out` from `start` on along one axis.
  private static void place(Value x, int axis, int start, Value out) {
    int inner = x.inner(axis);
    int run = x.dim(axis) * inner;
    for (int o = 0, n = x.outer(axis); o < n; o++) {
      copy(x, o * run, out, (o * out.dim(axis) + start) * inner, run);
    }
  }

  static Value gather(Value table, Value ids, int[] shape) {
    int rows = table.dim(0);
    int width = table.dim(1);
    var out = Value.zeros(table.type(), shape);
    for (int i = 0; i < ids.size(); i++) {
      long id = ids.longs()[i];
      if (id < 0 || id >= rows) {
        throw new IllegalArgumentException(
            "Gather: id " + id + " at place " + i + ", expected 0 ≤ id < " + rows);
      }
      copy(table, (int) id * width, out, i * width, width);
    }
    return out;
  }

  private static void copy(Value from, int at, Value to, int place, int n) {
    System.arraycopy(from.elements(), at, to.elements(), place, n);
  }
}
