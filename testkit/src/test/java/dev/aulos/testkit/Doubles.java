package dev.aulos.testkit;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Numbers in double precision, read by index.
final class Doubles {
  private final int[] shape;
  private final double[] values;

  private Doubles(int[] shape) {
    this.shape = shape;
    this.values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
  }

  /// The value of `formula` at every index of a shape.
  static Doubles of(int[] shape, ToDoubleFunction<int[]> formula) {
    var made = new Doubles(shape);
    for (int i = 0; i < made.values.length; i++) {
      made.values[i] = formula.applyAsDouble(made.index(i));
    }
    return made;
  }

  static Doubles of(NdArray array) {
    var made = new Doubles(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
    for (int i = 0; i < made.values.length; i++) {
      made.values[i] =
          array.type() == DType.I64 ? array.longs().get(i) : array.toF32().floats().get(i);
    }
    return made;
  }

  /// The same numbers in order under another shape.
  Doubles reshape(int... newShape) {
    var made = new Doubles(newShape);
    System.arraycopy(values, 0, made.values, 0, values.length);
    return made;
  }

  /// The number at an index. The index may have more axes, the first of which are ignored, and be
  /// anything on axes of extent 1: so operands are read as they broadcast.
  double at(int... index) {
    int flat = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      int i = index[index.length - shape.length + axis];
      flat = flat * shape[axis] + (shape[axis] == 1 ? 0 : i);
    }
    return values[flat];
  }

  int dim(int axis) {
    return shape[axis < 0 ? shape.length + axis : axis];
  }

  int rank() {
    return shape.length;
  }

  NdArray toArray(DType type) {
    var extents = Arrays.stream(shape).asLongStream().toArray();
    var array = NdArray.zeros(type, extents);
    for (int i = 0; i < values.length; i++) {
      if (type == DType.I64) {
        array.longs().put(i, (long) values[i]);
      } else {
        array.floats().put(i, (float) values[i]);
      }
    }
    return array;
  }

  private int[] index(int flat) {
    var index = new int[shape.length];
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = flat % shape[axis];
      flat /= shape[axis];
    }
    return index;
  }

  /// The index with one entry replaced.
  static int[] with(int[] index, int axis, int i) {
    var copy = index.clone();
    copy[axis < 0 ? index.length + axis : axis] = i;
    return copy;
  }
}
