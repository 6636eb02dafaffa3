package dev.aulos.engine.noise;

import java.util.Arrays;

/// Seeds derived from one number and the place they are for: `numpy.random.SeedSequence`.
final class SeedSequence {
  private static final int WORD = 32;

  private final int[] pool;
  private int hash = 0x43b0d7e5;

  /// A pool of `poolSize` words mixed from `entropy` and the place named by `spawnKey`.
  SeedSequence(long entropy, int poolSize, long... spawnKey) {
    pool = new int[poolSize];
    var words = assemble(entropy, poolSize, spawnKey);
    for (int i = 0; i < poolSize; i++) {
      pool[i] = hashed(i < words.length ? words[i] : 0);
    }
    for (int s = 0; s < poolSize; s++) {
      for (int d = 0; d < poolSize; d++) {
        if (s != d) {
          pool[d] = mixed(pool[d], hashed(pool[s]));
        }
      }
    }
    for (int s = poolSize; s < words.length; s++) {
      for (int d = 0; d < poolSize; d++) {
        pool[d] = mixed(pool[d], hashed(words[s]));
      }
    }
  }

  /// The first `count` words derived from the pool.
  int[] generate(int count) {
    var out = new int[count];
    int state = 0x8b51f9dd;
    for (int i = 0; i < count; i++) {
      int value = pool[i % pool.length] ^ state;
      state *= 0x58f38ded;
      value *= state;
      out[i] = value ^ (value >>> 16);
    }
    return out;
  }

  /// The first word, as the number it stands for.
  long first() {
    return generate(1)[0] & 0xffffffffL;
  }

  /// The words of `entropy`, then those of the key, which start no sooner than the pool ends.
  private static int[] assemble(long entropy, int poolSize, long... spawnKey) {
    var own = words(entropy);
    if (spawnKey.length == 0) {
      return own;
    }
    var all = Arrays.copyOf(own, Math.max(own.length, poolSize));
    for (long key : spawnKey) {
      var words = words(key);
      all = Arrays.copyOf(all, all.length + words.length);
      System.arraycopy(words, 0, all, all.length - words.length, words.length);
    }
    return all;
  }

  /// An unsigned number as 32-bit words, the lowest first; zero is one word.
  private static int[] words(long value) {
    int high = (int) (value >>> WORD);
    return high == 0 ? new int[] {(int) value} : new int[] {(int) value, high};
  }

  private int hashed(int value) {
    int v = value ^ hash;
    hash *= 0x931e8875;
    v *= hash;
    return v ^ (v >>> 16);
  }

  private static int mixed(int x, int y) {
    int r = 0xca01f9dd * x - 0x4973f715 * y;
    return r ^ (r >>> 16);
  }
}
