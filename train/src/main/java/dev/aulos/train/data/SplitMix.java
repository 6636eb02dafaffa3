package dev.aulos.train.data;

import java.util.random.RandomGenerator;

/// A random stream that is the same on every Java version and whose whole state is a seed and a
/// count (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
public final class SplitMix implements RandomGenerator {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  /// The stream of a seed.
  public SplitMix(long seed) {
    this.state = seed;
  }

  /// A stream of its own for each path of numbers below a seed.
  public static SplitMix of(long seed, long... path) {
    long state = seed;
    for (long part : path) {
      state = mixed(state + GOLDEN) ^ mixed(part + GOLDEN);
    }
    return new SplitMix(mixed(state));
  }

  @Override
  public long nextLong() {
    state += GOLDEN;
    return mixed(state);
  }

  private static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /// A whole number from 0 to below `bound`, from one draw of any generator: the upper half of the
  /// product of both. The bias is below bound / 2⁶⁴.
  static int below(RandomGenerator random, int bound) {
    return (int) Math.unsignedMultiplyHigh(random.nextLong(), bound);
  }
}
