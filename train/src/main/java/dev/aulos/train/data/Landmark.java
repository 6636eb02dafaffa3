package dev.aulos.train.data;

/// A landmark packed in 43 bits: the hash of a pair of peaks above the frame it stands at.
final class Landmark {
  static final int TIME_BITS = 21; // 13 hours
  static final int MAX_TIME = (1 << TIME_BITS) - 1;

  private Landmark() {}

  /// @param bin the first peak's, below 512
  /// @param bins to the second, −63 to 63
  /// @param frames to the second, 0 to 63
  /// @param time the first peak's frame
  static long of(int bin, int bins, int frames, int time) {
    long hash = (long) bin << 13 | (long) (bins + 64) << 6 | frames;
    return hash << TIME_BITS | time;
  }

  /// The pair of peaks, 22 bits.
  static int hash(long landmark) {
    return (int) (landmark >>> TIME_BITS);
  }

  /// The frames between the peaks.
  static int frames(long landmark) {
    return hash(landmark) & 63;
  }

  /// The frame.
  static int time(long landmark) {
    return (int) (landmark & MAX_TIME);
  }
}
