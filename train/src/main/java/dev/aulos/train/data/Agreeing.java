package dev.aulos.train.data;

import java.util.Arrays;

/// The landmarks of one sound that are in another, within a frame of one offset.
final class Agreeing {
  private final long[] asked; // these in order of hash and time
  private final long[] other;
  private final int offset; // frames from the first sound's to the second's
  private final long[] found; // those of asked that are in other

  private Agreeing(long[] asked, long[] other, int offset, long[] found) {
    this.asked = asked;
    this.other = other;
    this.offset = offset;
    this.found = found;
  }

  static Agreeing of(long[] asked, long[] other, int offset) {
    var found = Arrays.stream(asked).filter(landmark -> isIn(other, landmark, offset)).toArray();
    return new Agreeing(asked, other, offset, found);
  }

  private static boolean isIn(long[] sorted, long landmark, int offset) {
    int time = Landmark.time(landmark) + offset;
    if (time < 1 || time >= Landmark.MAX_TIME) {
      return time == 0 && Arrays.binarySearch(sorted, landmark + offset) >= 0;
    }
    for (int d = -1; d <= 1; d++) {
      if (Arrays.binarySearch(sorted, landmark + offset + d) >= 0) {
        return true;
      }
    }
    return false;
  }

  /// A part of the first sound.
  ///
  /// @param from its first frame
  /// @param to behind its last
  /// @param count the landmarks within it that agree
  /// @param share of the landmarks within it, of the sound that has fewer there, 0 to 1
  record Stretch(int from, int to, int count, double share) {
    double seconds() {
      return FingerprintFrames.seconds(Math.max(0, to - from));
    }
  }

  /// The part from the first landmark that agrees to the last.
  Stretch between() {
    int from = found.length == 0 ? 0 : Integer.MAX_VALUE;
    int to = 0;
    for (long landmark : found) {
      from = Math.min(from, Landmark.time(landmark));
      to = Math.max(to, Landmark.time(landmark) + Landmark.frames(landmark) + 1);
    }
    return between(from, to);
  }

  /// The part from a frame to another.
  Stretch between(int from, int to) {
    int fewer =
        Math.min(within(asked, from, to), Math.max(1, within(other, from + offset, to + offset)));
    int count = within(found, from, to);
    return new Stretch(from, to, count, count == 0 ? 0 : Math.min(1, count / (double) fewer));
  }

  private static int within(long[] landmarks, int from, int to) {
    int count = 0;
    for (long landmark : landmarks) {
      int time = Landmark.time(landmark);
      count += time >= from && time < to ? 1 : 0;
    }
    return count;
  }
}
