package dev.aulos.train.data;

import dev.aulos.audio.Pcm;

/// Samples cut off at full scale: three or more in a row that are equal, beyond 0.98, and end or
/// start with an edge; a wave that merely reaches full scale is round there.
final class Clipping {
  private static final float LEVEL = 0.98f;
  private static final float EDGE =
      0.001f; // within two samples; a sine slow enough to be flat falls by 0.0002
  private static final int LEAST = 3;

  private Clipping() {}

  /// The share of all samples that are cut off, 0 to 1.
  static double share(Pcm sound) {
    long clipped = 0;
    for (int c = 0; c < sound.channels(); c++) {
      clipped += clipped(sound.channel(c));
    }
    long all = (long) sound.channels() * sound.frames();
    return all == 0 ? 0 : clipped / (double) all;
  }

  private static long clipped(float[] x) {
    long clipped = 0;
    for (int start = 0; start < x.length; ) {
      int end = start + 1;
      while (end < x.length && x[end] == x[start]) {
        end++;
      }
      if (Math.abs(x[start]) >= LEVEL && end - start >= LEAST && hasEdge(x, start, end)) {
        clipped += end - start;
      }
      start = end;
    }
    return clipped;
  }

  private static boolean hasEdge(float[] x, int start, int end) {
    return (start > 1 && Math.abs(x[start] - x[start - 2]) > EDGE)
        || (end + 1 < x.length && Math.abs(x[start] - x[end + 1]) > EDGE);
  }
}
