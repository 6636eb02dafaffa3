package dev.aulos.engine.noise;

/// The reference's CPU generator, bit for bit: mt19937 and its ways to make F32 numbers of it.
///
/// Tensors of 16 and more values are transformed in blocks with the rounding of machines that have
/// AVX2; smaller ones pair by pair in double precision. One instance is one stream and belongs to
/// one thread.
public final class TorchRandom implements NoiseSource {
  private static final float TO_UNIT_F32 = 0x1p-24f;
  private static final double TO_UNIT_F64 = 0x1p-53;

  private final MersenneTwister bits;
  private boolean hasSpare;
  private double spare; // survives from call to call, but only small tensors use it

  private TorchRandom(long seed) {
    bits = new MersenneTwister(seed);
  }

  /// A stream seeded afresh. As in the reference, only the lower 32 bits of the seed count.
  public static TorchRandom ofSeed(long seed) {
    return new TorchRandom(seed);
  }

  /// The next 64 random bits.
  public long nextLong() {
    return bits.nextLong();
  }

  /// A whole number, uniform in [0, 2⁶³−1).
  public long nextSeed() {
    return Long.remainderUnsigned(nextLong(), Long.MAX_VALUE);
  }

  /// Fills `out` with numbers uniform in [0, 1), multiples of 2⁻²⁴.
  public void fillUniform(float[] out) {
    fillUniform(out, 0);
  }

  @Override
  public void fill(float[] out) {
    if (out.length < NormalBlock.SIZE) {
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) nextNormal();
      }
      return;
    }
    fillUniform(out, 0);
    int i = 0;
    for (; i + NormalBlock.SIZE <= out.length; i += NormalBlock.SIZE) {
      NormalBlock.transform(out, i);
    }
    if (i < out.length) { // the last 16 once more, overlapping the block before
      int start = out.length - NormalBlock.SIZE;
      fillUniform(out, start);
      NormalBlock.transform(out, start);
    }
  }

  @Override
  public void skip(int size) {
    if (size < NormalBlock.SIZE) {
      fill(new float[size]);
      return;
    }
    int drawn = size % NormalBlock.SIZE == 0 ? size : size + NormalBlock.SIZE;
    for (int i = 0; i < drawn; i++) {
      bits.nextInt();
    }
  }

  @Override
  public IntervalNoise intervals(float low, float high, int size) {
    return new BrownianNoise(BrownianTree.of(nextSeed(), low, high, size));
  }

  private void fillUniform(float[] out, int start) {
    for (int i = start; i < out.length; i++) {
      out[i] = (bits.nextInt() & 0xffffff) * TO_UNIT_F32;
    }
  }

  private double nextNormal() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double u1 = nextUnit();
    double u2 = nextUnit();
    double radius = Math.sqrt(-2 * StrictMath.log1p(-u2));
    double angle = 2 * Math.PI * u1;
    spare = radius * StrictMath.sin(angle);
    hasSpare = true;
    return radius * StrictMath.cos(angle);
  }

  private double nextUnit() {
    return (bits.nextLong() & ((1L << 53) - 1)) * TO_UNIT_F64;
  }
}
