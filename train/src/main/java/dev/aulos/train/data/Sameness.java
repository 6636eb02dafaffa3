package dev.aulos.train.data;

/// When two sounds count as the same: enough landmarks agree at one offset, they are enough of the
/// fewer of both within the stretch they span, the stretch is long enough, and within it both are
/// as loud in every band.
///
/// @param share the least share of the landmarks within the stretch that agree, above 0 to 1
/// @param distanceDb the largest mean difference in level where half of the landmarks agree, dB;
///   where a share s of them agrees it is (½ + s) times as much
/// @param seconds the least stretch in common, unless it is half of the shorter sound
public record Sameness(double share, double distanceDb, double seconds) {
  /// The fewest landmarks that must agree.
  public static final int MIN_LANDMARKS = 6;

  public Sameness {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ", expected above 0 to 1");
    }
    if (!(distanceDb > 0 && distanceDb <= 12)) {
      throw new IllegalArgumentException(
          "distance is " + distanceDb + " dB, expected above 0 to 12");
    }
    if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "seconds in common are " + seconds + ", expected 0 or more");
    }
  }

  /// What holds without further words.
  public static Sameness usual() {
    return new Sameness(0.12, 3, 3);
  }

  /// Whether a stretch of two sounds, of which that share of landmarks agrees, is the same.
  boolean holds(Agreeing.Stretch stretch, double leastSeconds, double distance) {
    return stretch.count() >= MIN_LANDMARKS
        && stretch.share() >= share
        && stretch.seconds() >= leastSeconds
        && distance <= distanceDb * (0.5 + stretch.share());
  }
}
