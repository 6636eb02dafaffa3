package dev.aulos.text;

import java.util.Arrays;

/// A prefix tree over bytes or characters; a node may carry the id of the piece that ends there.
///
/// All edges lie in one open-addressed table: a vocabulary of 32 000 pieces is built in
/// milliseconds, and a step is one probe or two.
final class Trie {
  static final int ROOT = 0;
  static final int NONE = -1;

  private long[] edges; // (parent << 16 | symbol) + 1; 0 where free
  private int[] targets;
  private int[] ids; // by node
  private int nodes = 1;

  Trie() {
    this(0);
  }

  /// A tree for pieces of so many symbols in all; it grows if there are more.
  Trie(int symbols) {
    int size = Math.max(1024, Integer.highestOneBit(symbols) * 2);
    edges = new long[size];
    targets = new int[size];
    ids = new int[size / 2];
    ids[ROOT] = NONE;
  }

  /// Adds a piece; returns the id it had before, or [#NONE].
  int put(byte[] piece, int id) {
    int node = ROOT;
    for (byte b : piece) {
      node = grow(node, b & 0xFF);
    }
    return setId(node, id);
  }

  /// Adds a piece by its characters; returns the id it had before, or [#NONE].
  int put(String piece, int id) {
    int node = ROOT;
    for (int i = 0; i < piece.length(); i++) {
      node = grow(node, piece.charAt(i));
    }
    return setId(node, id);
  }

  /// The node one symbol on, or [#NONE].
  int next(int node, int symbol) {
    int slot = find(edge(node, symbol));
    return edges[slot] == 0 ? NONE : targets[slot];
  }

  /// The id of the piece that ends at a node, or [#NONE].
  int id(int node) {
    return ids[node];
  }

  /// The id of the piece spelt by these bytes, or [#NONE].
  int find(byte[] text, int from, int to) {
    int node = ROOT;
    for (int i = from; i < to && node != NONE; i++) {
      node = next(node, text[i] & 0xFF);
    }
    return node == NONE ? NONE : ids[node];
  }

  /// The length of the longest piece that the text has at this place; 0 if there is none.
  int longest(byte[] text, int from) {
    int length = 0;
    int node = next(ROOT, text[from] & 0xFF);
    for (int i = from + 1; node != NONE; i++) {
      length = ids[node] == NONE ? length : i - from;
      node = i < text.length ? next(node, text[i] & 0xFF) : NONE;
    }
    return length;
  }

  /// As [#longest(byte[], int)], in characters.
  int longest(String text, int from) {
    int length = 0;
    int node = next(ROOT, text.charAt(from));
    for (int i = from + 1; node != NONE; i++) {
      length = ids[node] == NONE ? length : i - from;
      node = i < text.length() ? next(node, text.charAt(i)) : NONE;
    }
    return length;
  }

  /// The id of the piece spelt by these characters, or [#NONE].
  int find(String text, int from, int to) {
    int node = ROOT;
    for (int i = from; i < to && node != NONE; i++) {
      node = next(node, text.charAt(i));
    }
    return node == NONE ? NONE : ids[node];
  }

  private int setId(int node, int id) {
    int before = ids[node];
    ids[node] = id;
    return before;
  }

  private int grow(int node, int symbol) {
    long edge = edge(node, symbol);
    int slot = find(edge);
    if (edges[slot] != 0) {
      return targets[slot];
    }
    int child = nodes++;
    edges[slot] = edge;
    targets[slot] = child;
    if (child == ids.length) {
      ids = Arrays.copyOf(ids, 2 * child);
    }
    ids[child] = NONE;
    if (2 * nodes > edges.length) {
      rehash();
    }
    return child;
  }

  private void rehash() {
    var oldEdges = edges;
    var oldTargets = targets;
    edges = new long[2 * oldEdges.length];
    targets = new int[edges.length];
    for (int i = 0; i < oldEdges.length; i++) {
      if (oldEdges[i] != 0) {
        int slot = find(oldEdges[i]);
        edges[slot] = oldEdges[i];
        targets[slot] = oldTargets[i];
      }
    }
  }

  private static long edge(int node, int symbol) {
    return (((long) node << 16) | symbol) + 1;
  }

  /// The slot of an edge, or the free slot where it belongs.
  private int find(long edge) {
    int mask = edges.length - 1;
    int slot = (int) ((edge * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (edges[slot] != 0 && edges[slot] != edge) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
