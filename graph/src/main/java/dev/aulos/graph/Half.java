package dev.aulos.graph;

/// IEEE 754 half precision, in plain arithmetic (Android has no `Float.float16ToFloat`).
public final class Half {
  private Half() {}

  /// The value of the half with these bits; exact.
  public static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int mantissa = bits & 0x3ff;
    if (exponent == 0) {
      float tiny = mantissa * 0x1p-24f;
      return sign == 0 ? tiny : -tiny;
    }
    int e = exponent == 31 ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | e << 23 | mantissa << 13);
  }

  /// The bits of the half nearest to `value`, ties to even; too large becomes infinity.
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) { // subnormal: the ulp is 2⁻²⁴
      return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
    }
    int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return (short) (sign | (rounded - 0x38000000) >>> 13);
  }
}
