package dev.aulos.graph;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A computed value on the heap: floating-point types as floats, the others as longs. Never changed
/// once made, so reshaped values share their elements.
final class Value {
  private static final float[] NO_FLOATS = {};
  private static final long[] NO_LONGS = {};

  private final DType type;
  private final int[] shape;
  private final float[] floats;
  private final long[] longs;

  private Value(DType type, int[] shape, float[] floats, long[] longs) {
    this.type = type;
    this.shape = shape;
    this.floats = floats;
    this.longs = longs;
  }

  /// An F32 value that owns `floats`.
  static Value of(float[] floats, int... shape) {
    return new Value(DType.F32, shape, floats, NO_LONGS);
  }

  /// Zeros.
  static Value zeros(DType type, int... shape) {
    int size = size(shape);
    return type.isFloat()
        ? new Value(type, shape, new float[size], NO_LONGS)
        : new Value(type, shape, NO_FLOATS, new long[size]);
  }

  /// A copy of an array of any type but F64.
  static Value from(NdArray array) {
    var value = zeros(array.type(), ints(array.shape()));
    if (array.type() == DType.I64) {
      array.longs().get(value.longs);
    } else if (array.type().isFloat()) {
      array.toF32().floats().get(value.floats);
    } else {
      for (int i = 0; i < value.longs.length; i++) {
        value.longs[i] = integer(array.type(), array.bytes(), i);
      }
    }
    return value;
  }

  private static long integer(DType type, ByteBuffer bytes, int i) {
    return switch (type) {
      case I32 -> bytes.getInt(4 * i);
      case I16 -> bytes.getShort(2 * i);
      case I8 -> bytes.get(i);
      case U8 -> bytes.get(i) & 0xff;
      case BOOL -> bytes.get(i) != 0 ? 1 : 0;
      case I64, F64, F32, F16, BF16 -> throw new IllegalStateException("not a small integer");
    };
  }

  /// The elements in a new array.
  NdArray toArray() {
    var extents = new long[shape.length];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = shape[i];
    }
    return writeTo(NdArray.zeros(type, extents));
  }

  /// Copies the elements into an array of this type and size, and returns it.
  NdArray writeTo(NdArray array) {
    if (type == DType.F32) {
      array.floats().put(floats);
    } else if (type == DType.I64) {
      array.longs().put(longs);
    } else {
      var bytes = array.bytes();
      for (int i = 0; i < size(); i++) {
        write(bytes, i);
      }
    }
    return array;
  }

  private void write(ByteBuffer bytes, int i) {
    switch (type) {
      case F16 -> bytes.putShort(2 * i, Half.fromFloat(floats[i]));
      case BF16 -> bytes.putShort(2 * i, (short) (Float.floatToRawIntBits(floats[i]) >>> 16));
      case I32 -> bytes.putInt(4 * i, (int) longs[i]);
      case I16 -> bytes.putShort(2 * i, (short) longs[i]);
      case I8, U8, BOOL -> bytes.put(i, (byte) longs[i]);
      case I64, F32, F64 -> throw new IllegalStateException(type + " is written whole");
    }
  }

  /// The same elements under another shape.
  Value reshape(int[] newShape) {
    return new Value(type, newShape, floats, longs);
  }

  DType type() {
    return type;
  }

  /// The extents; not to be written to.
  int[] shape() {
    return shape;
  }

  int rank() {
    return shape.length;
  }

  /// One extent; negative axes count from the end.
  int dim(int axis) {
    return shape[axis < 0 ? shape.length + axis : axis];
  }

  int size() {
    return type.isFloat() ? floats.length : longs.length;
  }

  /// The elements of a floating-point type.
  float[] floats() {
    return floats;
  }

  /// The elements of any other type.
  long[] longs() {
    return longs;
  }

  /// The elements, for [System#arraycopy].
  Object elements() {
    return type.isFloat() ? floats : longs;
  }

  /// The number of elements before one axis.
  int outer(int axis) {
    return size(Arrays.copyOf(shape, axis));
  }

  /// The number of elements after one axis.
  int inner(int axis) {
    return size(Arrays.copyOfRange(shape, axis + 1, shape.length));
  }

  static int size(int[] shape) {
    int size = 1;
    for (int d : shape) {
      size = Math.multiplyExact(size, d);
    }
    return size;
  }

  static int[] ints(long[] shape) {
    var ints = new int[shape.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = Math.toIntExact(shape[i]);
    }
    return ints;
  }
}
