package dev.aulos.recipe.sound;

/// Random draws that depend on a seed and a stream alone (SplitMix64, doi:10.1145/2660193.2660195).
final class Dice {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /// The draws of one of the independent streams of a seed.
  static Dice of(long seed, long stream) {
    return new Dice(mix(seed + GAMMA) ^ mix(stream * 0xD1B54A32D192ED03L + 1));
  }

  /// A hash of one number with all bits well mixed.
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long next() {
    state += GAMMA;
    return mix(state);
  }

  /// In [0, 1).
  double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /// In [low, high).
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /// `centre` times a factor in [1 - spread, 1 + spread).
  double about(double centre, double spread) {
    return centre * uniform(1 - spread, 1 + spread);
  }

  /// White noise in [-1, 1).
  double noise() {
    return (next() >> 11) * 0x1.0p-52;
  }

  /// An integer in [0, bound).
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /// An integer in [low, high].
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[below(choices.length)];
  }

  <T> T pick(java.util.List<T> choices) {
    return choices.get(below(choices.size()));
  }
}
