package dev.aulos.graph;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/// Numbers in row-major order behind a buffer: the values that enter and leave a [Backend].
///
/// The buffer is direct and little-endian; it may be a mapped file, so treat arrays from [Weights]
/// as read-only. One array holds at most 2³¹−1 bytes.
public final class NdArray {
  private final DType type;
  private final long[] shape;
  private final ByteBuffer bytes;

  private NdArray(DType type, long[] shape, ByteBuffer bytes) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
  }

  /// A view of `bytes`, from position to limit, without a copy. The buffer must be direct.
  public static NdArray of(DType type, ByteBuffer bytes, long... shape) {
    long expected = Math.multiplyExact(elements(shape), (long) type.bytes());
    if (bytes.remaining() != expected) {
      throw new IllegalArgumentException(
          String.format(
              "an array of type %s and shape %s takes %d bytes, got %d",
              type, Arrays.toString(shape), expected, bytes.remaining()));
    }
    if (!bytes.isDirect()) {
      throw new IllegalArgumentException("an array needs a direct buffer");
    }
    return new NdArray(type, shape.clone(), bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /// A new array of zeros.
  public static NdArray zeros(DType type, long... shape) {
    int size = Math.toIntExact(Math.multiplyExact(elements(shape), (long) type.bytes()));
    return of(type, ByteBuffer.allocateDirect(size), shape);
  }

  /// A new F32 array holding a copy of `values`.
  public static NdArray of(float[] values, long... shape) {
    var array = zeros(DType.F32, shape);
    array.floats().put(values);
    return array;
  }

  /// A new I64 array holding a copy of `values`.
  public static NdArray of(long[] values, long... shape) {
    var array = zeros(DType.I64, shape);
    array.longs().put(values);
    return array;
  }

  /// The element type.
  public DType type() {
    return type;
  }

  /// The extents, outermost first; empty for a scalar.
  public long[] shape() {
    return shape.clone();
  }

  /// The number of axes.
  public int rank() {
    return shape.length;
  }

  /// The extent of one axis; negative axes count from the end.
  public long dim(int axis) {
    return shape[axis < 0 ? shape.length + axis : axis];
  }

  /// The number of elements.
  public int size() {
    return bytes.capacity() / type.bytes();
  }

  /// The raw bytes, little-endian, as a fresh view at position 0.
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /// The elements of an F32 array as a fresh view at position 0.
  public FloatBuffer floats() {
    require(DType.F32);
    return bytes().asFloatBuffer();
  }

  /// The elements `start ≤ i < end` of an F32 array as a fresh view at position 0.
  public FloatBuffer floats(int start, int end) {
    var view = floats();
    Buffer ends = view; // as a FloatBuffer it has these methods since Android 14 only
    ends.limit(end);
    ends.position(start);
    return view.slice();
  }

  /// The first `count` entries along the outermost axis, without a copy.
  public NdArray first(long count) {
    if (rank() == 0 || count < 0 || count > shape[0]) {
      throw new IllegalArgumentException("the first " + count + " of " + this);
    }
    var part = shape.clone();
    part[0] = count;
    var view = bytes();
    Buffer end = view;
    end.limit((int) (elements(part) * type.bytes()));
    return of(type, view, part);
  }

  /// The elements of an I64 array as a fresh view at position 0.
  public LongBuffer longs() {
    require(DType.I64);
    return bytes().asLongBuffer();
  }

  /// The elements of an I32 array as a fresh view at position 0.
  public IntBuffer ints() {
    require(DType.I32);
    return bytes().asIntBuffer();
  }

  /// A copy of the elements of an F32 array.
  public float[] toFloats() {
    var values = new float[size()];
    floats().get(values);
    return values;
  }

  /// The same elements under another shape of equal size.
  public NdArray reshape(long... newShape) {
    return of(type, bytes(), newShape);
  }

  /// This array as F32: itself if it is F32 already, else a converted copy (F64, F16, BF16,
  /// integers).
  public NdArray toF32() {
    if (type == DType.F32) {
      return this;
    }
    var result = zeros(DType.F32, shape);
    var out = result.floats();
    var in = bytes();
    for (int i = 0, n = size(); i < n; i++) {
      out.put(i, element(in, i));
    }
    return result;
  }

  private float element(ByteBuffer in, int i) {
    return switch (type) {
      case F64 -> (float) in.getDouble(8 * i);
      case F32 -> in.getFloat(4 * i);
      case F16 -> Half.toFloat(in.getShort(2 * i));
      case BF16 -> Float.intBitsToFloat(in.getShort(2 * i) << 16);
      case I64 -> in.getLong(8 * i);
      case I32 -> in.getInt(4 * i);
      case I16 -> in.getShort(2 * i);
      case I8 -> in.get(i);
      case U8 -> in.get(i) & 0xff;
      case BOOL -> in.get(i) != 0 ? 1 : 0;
    };
  }

  private void require(DType wanted) {
    if (type != wanted) {
      throw new IllegalStateException("array is " + type + ", asked for as " + wanted);
    }
  }

  private static long elements(long[] shape) {
    long n = 1;
    for (long d : shape) {
      if (d < 0) {
        throw new IllegalArgumentException("negative extent in " + Arrays.toString(shape));
      }
      n = Math.multiplyExact(n, d);
    }
    return n;
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
