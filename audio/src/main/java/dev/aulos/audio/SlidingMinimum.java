package dev.aulos.audio;

/// The least of each value and the ones that follow it within a distance.
final class SlidingMinimum {
  private SlidingMinimum() {}

  /// `result[i] = min(x[i] … x[i+ahead])`, by a queue of candidates in one pass from the end.
  static double[] of(double[] x, int ahead) {
    var result = new double[x.length];
    var queue = new int[x.length]; // positions, their values rising toward the head
    int head = 0;
    int tail = 0;
    for (int i = x.length - 1; i >= 0; i--) {
      while (tail > head && x[queue[tail - 1]] >= x[i]) {
        tail--;
      }
      queue[tail++] = i;
      if (queue[head] > i + ahead) {
        head++;
      }
      result[i] = x[queue[head]];
    }
    return result;
  }
}
