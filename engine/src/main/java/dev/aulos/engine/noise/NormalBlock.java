package dev.aulos.engine.noise;

/// Sixteen uniform numbers made into sixteen normal ones, with the rounding of the reference's AVX2
/// kernel: Cephes polynomials in fused multiply-adds, every one of which is exact here too.
final class NormalBlock {
  /// How many numbers are transformed together.
  static final int SIZE = 16;

  private static final int HALF = SIZE / 2;
  private static final float TWO_PI = (float) (2 * Math.PI);
  private static final float SQRT_HALF = 0.70710677f;
  private static final float[] LOG = {
    0.070376836f,
    -0.1151461f,
    0.116769984f,
    -0.12420141f,
    0.14249323f,
    -0.16668057f,
    0.20000714f,
    -0.24999994f,
    0.3333333f
  };

  private NormalBlock() {}

  /// Box–Muller in place on `d[start, start + 16)`: element j is paired with element j + 8.
  static void transform(float[] d, int start) {
    for (int j = start; j < start + HALF; j++) {
      float radius = (float) Math.sqrt(-2 * log(1 - d[j]));
      float angle = TWO_PI * d[j + HALF];
      int octant = octant(angle);
      float reduced = reduce(angle, octant);
      float sine = sine(reduced);
      float cosine = cosine(reduced);
      boolean swapped = (octant & 2) != 0;
      float sin = swapped ? cosine : sine;
      float cos = swapped ? sine : cosine;
      d[j] = radius * ((octant - 2 & 4) == 0 ? -cos : cos);
      d[j + HALF] = radius * ((octant & 4) != 0 ? -sin : sin);
    }
  }

  /// The natural logarithm of a positive normal number.
  static float log(float u) {
    int bits = Float.floatToRawIntBits(u);
    float e = (bits >>> 23) - 126;
    float m = Float.intBitsToFloat((bits & 0x007fffff) | 0x3f000000); // in [½, 1)
    float x = m - 1;
    if (m < SQRT_HALF) {
      e -= 1;
      x += m;
    }
    float z = x * x;
    float y = LOG[0];
    for (int k = 1; k < LOG.length; k++) {
      y = Math.fma(y, x, LOG[k]);
    }
    y *= x;
    y = Math.fma(y, z, e * -2.1219444e-4f);
    y = Math.fma(z, -0.5f, y);
    return Math.fma(e, 0.6933594f, x + y);
  }

  /// The even number of eighths of a turn nearest to an angle that is not negative.
  private static int octant(float angle) {
    return ((int) (angle * 1.2732395f) + 1) & ~1;
  }

  private static float reduce(float angle, int octant) {
    float x = Math.fma(octant, -0.78515625f, angle);
    x = Math.fma(octant, -2.4187565e-4f, x);
    return Math.fma(octant, -3.774895e-8f, x);
  }

  private static float sine(float x) {
    float z = x * x;
    float s = Math.fma(-1.9515296e-4f, z, 0.008332161f);
    s = Math.fma(s, z, -0.16666655f) * z;
    return Math.fma(s, x, x);
  }

  private static float cosine(float x) {
    float z = x * x;
    float c = Math.fma(2.4433157e-5f, z, -0.0013887316f);
    c = Math.fma(c, z, 0.041666646f) * z;
    return Math.fma(c, z, -(0.5f * z)) + 1;
  }
}
