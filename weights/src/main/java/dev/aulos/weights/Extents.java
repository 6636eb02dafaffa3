package dev.aulos.weights;

import java.util.List;

/// Arithmetic on shapes read from files, where any number may be a lie.
final class Extents {
  /// What [#elements] says of a shape that has a negative extent or too many elements.
  static final long INVALID = -1;

  private Extents() {}

  /// The number of elements of a shape, or [#INVALID].
  static long elements(long[] shape) {
    long n = 1;
    for (long extent : shape) {
      if (extent < 0 || Math.multiplyHigh(n, extent) != 0 || n * extent < 0) {
        return INVALID;
      }
      n *= extent;
    }
    return n;
  }

  /// The bytes of an array of this shape, or [#INVALID].
  static long bytes(long[] shape, int elementBytes) {
    long n = elements(shape);
    return n > Long.MAX_VALUE / elementBytes ? INVALID : n * elementBytes;
  }

  /// The strides, in elements, of a row-major array.
  static long[] rowMajorStrides(long[] shape) {
    var strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return strides;
  }

  /// The strides, in elements, of a column-major array.
  static long[] columnMajorStrides(long[] shape) {
    var strides = new long[shape.length];
    long stride = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return strides;
  }

  static long[] toArray(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
