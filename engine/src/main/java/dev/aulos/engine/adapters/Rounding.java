package dev.aulos.engine.adapters;

import dev.aulos.graph.DType;
import dev.aulos.graph.Half;
import dev.aulos.graph.NdArray;

/// The way back from F32 to the type that a weight is stored in; nearest, ties to even.
final class Rounding {
  private Rounding() {}

  /// F32 values as another floating-point type.
  ///
  /// @throws IllegalArgumentException if the type is not one
  static NdArray to(DType type, NdArray values) {
    if (type == DType.F32) {
      return values;
    }
    if (!type.isFloat()) {
      throw new IllegalArgumentException("weights of type " + type + " cannot be adapted");
    }
    var rounded = NdArray.zeros(type, values.shape());
    var out = rounded.bytes();
    var in = values.floats();
    while (in.hasRemaining()) {
      float value = in.get();
      if (type == DType.F16) {
        out.putShort(Half.fromFloat(value));
      } else if (type == DType.BF16) {
        out.putShort(bfloat(value));
      } else {
        out.putDouble(value);
      }
    }
    return rounded;
  }

  private static short bfloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
