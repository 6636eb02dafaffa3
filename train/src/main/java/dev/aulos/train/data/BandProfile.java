package dev.aulos.train.data;

import java.util.Arrays;

/// How loud a sound is by time and band: 20 bands from 80 to 5000 Hz, evenly spaced by ratio, in
/// half decibels, one byte a cell. Settles whether sounds whose landmarks agree are the same.
final class BandProfile {
  static final int BANDS = 20;

  private static final double LOWEST_HERTZ = 80;
  private static final double HIGHEST_HERTZ = 5000;
  private static final int RANGE = 50; // half decibels below the loudest cell that are compared
  private static final int MOST = 24; // half decibels that a difference counts at most
  private static final int[] EDGES = edges();

  private final byte[] cells; // frame after frame, half decibels; a sine at full scale has 48 dB

  private BandProfile(byte[] cells) {
    this.cells = cells;
  }

  static BandProfile of(float[][] levels) {
    var cells = new byte[levels.length * BANDS];
    for (int t = 0; t < levels.length; t++) {
      for (int b = 0; b < BANDS; b++) {
        double power = 0;
        for (int k = EDGES[b]; k < EDGES[b + 1]; k++) {
          power += Math.pow(10, levels[t][k] / 10);
        }
        double db = 10 * Math.log10(power + 1e-20);
        cells[t * BANDS + b] = (byte) Math.max(-128, Math.min(127, Math.round(2 * db)));
      }
    }
    return new BandProfile(cells);
  }

  private static int[] edges() {
    var edges = new int[BANDS + 1];
    double hertzABin = FingerprintFrames.RATE / (double) FingerprintFrames.SIZE;
    for (int b = 0; b <= BANDS; b++) {
      double hertz = LOWEST_HERTZ * Math.pow(HIGHEST_HERTZ / LOWEST_HERTZ, b / (double) BANDS);
      int edge = (int) Math.round(hertz / hertzABin);
      edges[b] = b == 0 ? edge : Math.max(edge, edges[b - 1] + 1);
    }
    return edges;
  }

  int frames() {
    return cells.length / BANDS;
  }

  /// The mean difference in decibels between frames `from` to `to` and those of another sound
  /// `offset` later, once the one is as loud as the other; only cells that are loud in either
  /// count, and each at most 12 dB. Positive infinity if there is nothing to compare.
  double distanceDb(BandProfile other, int from, int to, int offset) {
    int start = Math.max(0, Math.max(from, -offset));
    int end = Math.min(Math.min(frames(), to), other.frames() - offset);
    if (end <= start) {
      return Double.POSITIVE_INFINITY;
    }
    int loudest = loudest(start, end);
    int othersLoudest = other.loudest(start + offset, end + offset);
    var differences = new int[512];
    int shift = offset * BANDS;
    int count = 0;
    for (int i = start * BANDS; i < end * BANDS; i++) {
      int a = cells[i] - loudest;
      int b = other.cells[i + shift] - othersLoudest;
      if (Math.max(a, b) >= -RANGE) {
        differences[a - b + 256]++;
        count++;
      }
    }
    return mean(differences, median(differences, count), count);
  }

  private int loudest(int from, int to) {
    int loudest = Byte.MIN_VALUE;
    for (int i = from * BANDS; i < to * BANDS; i++) {
      loudest = Math.max(loudest, cells[i]);
    }
    return loudest;
  }

  private static int median(int[] histogram, int count) {
    int below = 0;
    for (int i = 0; i < histogram.length; i++) {
      below += histogram[i];
      if (2 * below >= count) {
        return i;
      }
    }
    return histogram.length / 2;
  }

  private static double mean(int[] histogram, int center, int count) {
    double sum = 0;
    for (int i = 0; i < histogram.length; i++) {
      sum += (double) histogram[i] * Math.min(MOST, Math.abs(i - center));
    }
    return count == 0 ? Double.POSITIVE_INFINITY : sum / count / 2;
  }

  byte[] cells() {
    return Arrays.copyOf(cells, cells.length);
  }
}
