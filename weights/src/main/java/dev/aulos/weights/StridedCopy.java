package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.nio.ByteBuffer;

/// A strided array of either byte order, copied to row-major little-endian.
final class StridedCopy {
  private final ByteBuffer source;
  private final ByteBuffer target;
  private final int elementBytes;
  private final long[] shape;
  private final long[] strides;

  private StridedCopy(
      ByteBuffer source, ByteBuffer target, int elementBytes, long[] shape, long[] strides) {
    this.source = source;
    this.target = target;
    this.elementBytes = elementBytes;
    this.shape = shape;
    this.strides = strides;
  }

  /// Copies the elements of `source`, whose strides count elements, in the byte order of `source`.
  static NdArray of(DType type, ByteBuffer source, long[] shape, long[] strides) {
    var array = NdArray.zeros(type, shape);
    if (array.size() > 0) {
      new StridedCopy(source, array.bytes(), type.bytes(), shape, strides).copy(0, 0);
    }
    return array;
  }

  private void copy(int axis, long offset) {
    if (axis == shape.length) {
      element((int) offset * elementBytes);
      return;
    }
    for (long i = 0; i < shape[axis]; i++) {
      copy(axis + 1, offset + i * strides[axis]);
    }
  }

  private void element(int at) {
    switch (elementBytes) {
      case 8 -> target.putLong(source.getLong(at));
      case 4 -> target.putInt(source.getInt(at));
      case 2 -> target.putShort(source.getShort(at));
      default -> target.put(source.get(at));
    }
  }
}
