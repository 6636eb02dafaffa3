package dev.aulos.graph;

/// Conversions between element types: to a float type rounded to nearest even, to an integer
/// truncated towards zero, to BOOL whether it is not zero.
final class Casts {
  private Casts() {}

  static Value cast(Value x, DType type) {
    var out = Value.zeros(type, x.shape());
    for (int i = 0, n = x.size(); i < n; i++) {
      if (type.isFloat()) {
        out.floats()[i] = round(type, x.type().isFloat() ? x.floats()[i] : x.longs()[i]);
      } else if (x.type().isFloat()) {
        out.longs()[i] = type == DType.BOOL ? (x.floats()[i] != 0 ? 1 : 0) : narrow(type, x, i);
      } else {
        out.longs()[i] = narrow(type, x.longs()[i]);
      }
    }
    return out;
  }

  private static long narrow(DType type, Value x, int i) {
    return narrow(type, (long) x.floats()[i]);
  }

  private static float round(DType type, float x) {
    return switch (type) {
      case F16 -> Half.toFloat(Half.fromFloat(x));
      case BF16 -> roundToBf16(x);
      default -> x;
    };
  }

  private static float roundToBf16(float x) {
    int bits = Float.floatToRawIntBits(x);
    int rounded = Float.isNaN(x) ? bits | 0x400000 : bits + 0x7fff + ((bits >>> 16) & 1);
    return Float.intBitsToFloat(rounded & 0xffff0000);
  }

  private static long narrow(DType type, long x) {
    return switch (type) {
      case I32 -> (int) x;
      case I16 -> (short) x;
      case I8 -> (byte) x;
      case U8 -> x & 0xff;
      case BOOL -> x != 0 ? 1 : 0;
      default -> x;
    };
  }
}
