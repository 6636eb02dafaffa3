package dev.aulos.text;

/// A text cut into pieces: the id of each, and where in the text it ends.
final class Segments {
  private final int[] ids;
  private final int[] ends;

  Segments(int[] ids, int[] ends) {
    this.ids = ids;
    this.ends = ends;
  }

  int count() {
    return ids.length;
  }

  int id(int i) {
    return ids[i];
  }

  int start(int i) {
    return i == 0 ? 0 : ends[i - 1];
  }

  int end(int i) {
    return ends[i];
  }
}
