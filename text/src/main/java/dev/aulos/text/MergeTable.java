package dev.aulos.text;

/// The merges of a byte-pair vocabulary: for a pair of ids, its rank and the id it becomes.
final class MergeTable {
  static final int NONE = -1;

  private long[] pairs = new long[1024]; // (left << 32 | right) + 1; 0 where free
  private int[] ranks = new int[1024];
  private int[] merged = new int[1024];
  private int size;

  /// Adds a merge; one for the same pair replaces it.
  void put(int left, int right, int rank, int id) {
    int slot = find(pairs, key(left, right));
    size += pairs[slot] == 0 ? 1 : 0;
    set(slot, key(left, right), rank, id);
    if (2 * size > pairs.length) {
      grow();
    }
  }

  /// The place of a pair's merge, or [#NONE].
  int find(int left, int right) {
    int slot = find(pairs, key(left, right));
    return pairs[slot] == 0 ? NONE : slot;
  }

  /// The rank of the merge at a place; the lowest is done first.
  int rank(int place) {
    return ranks[place];
  }

  /// The id that the merge at a place makes.
  int merged(int place) {
    return merged[place];
  }

  private void set(int slot, long pair, int rank, int id) {
    pairs[slot] = pair;
    ranks[slot] = rank;
    merged[slot] = id;
  }

  private void grow() {
    var old = new MergeTable();
    old.pairs = pairs;
    old.ranks = ranks;
    old.merged = merged;
    int length = 2 * pairs.length;
    pairs = new long[length];
    ranks = new int[length];
    merged = new int[length];
    for (int i = 0; i < old.pairs.length; i++) {
      if (old.pairs[i] != 0) {
        set(find(pairs, old.pairs[i]), old.pairs[i], old.ranks[i], old.merged[i]);
      }
    }
  }

  private static long key(int left, int right) {
    return (((long) left << 32) | right) + 1;
  }

  private static int find(long[] pairs, long key) {
    int mask = pairs.length - 1;
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (pairs[slot] != 0 && pairs[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
