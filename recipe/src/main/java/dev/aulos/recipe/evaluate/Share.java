package dev.aulos.recipe.evaluate;

import java.util.Collection;

/// How many of how many are right.
///
/// @param independent how many they count for where it is asked how certain that is: renders of one
///   prompt tend to be right or wrong together
public record Share(int right, int of, double independent) {
  static final Share NONE = new Share(0, 0);
  private static final double Z = 1.96; // 95 % of a normal distribution lie within

  /// Of what is independent.
  public Share(int right, int of) {
    this(right, of, of);
  }

  /// All of several groups, in each of which renders are alike: with p the share of all, Nᵢ renders
  /// of which rᵢ are right in group i of k, and N in all, the variance of p is estimated as `k/(k −
  /// 1)·Σ(rᵢ − p·Nᵢ)²/N²`, which as many independent ones would have as it goes into p·(1 − p): at
  /// least k, at most N.
  static Share ofGroups(Collection<Share> groups) {
    var asked = groups.stream().filter(group -> group.of > 0).toList();
    int right = asked.stream().mapToInt(Share::right).sum();
    int of = asked.stream().mapToInt(Share::of).sum();
    int k = asked.size();
    double p = (double) right / of;
    double squares = asked.stream().mapToDouble(g -> Math.pow(g.right - p * g.of, 2)).sum();
    double variance = squares * k / (k - 1.0) / ((double) of * of);
    double worth = p * (1 - p) / variance; // no number where all are right, or there is one group
    return new Share(right, of, Double.isNaN(worth) ? k : Math.clamp(worth, k, of));
  }

  /// In percent; NaN of none.
  public double percent() {
    return of == 0 ? Double.NaN : 100.0 * right / of;
  }

  /// The percentages between which the share of all prompts of this sort lies with 95 % certainty
  /// (Wilson, 1927).
  Interval interval() {
    double n = independent;
    double share = (double) right / of;
    double spread = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
    double centre = share + Z * Z / (2 * n);
    double scale = 100 / (1 + Z * Z / n);
    return new Interval(scale * (centre - spread), scale * (centre + spread));
  }

  /// From one percentage to another.
  record Interval(double low, double high) {}

  Share and(Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> new Share(right + 1, of + 1);
      case WRONG -> new Share(right, of + 1);
      case NOT_ASKED -> this;
    };
  }
}
