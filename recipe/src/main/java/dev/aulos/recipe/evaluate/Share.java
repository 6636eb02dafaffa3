package dev.aulos.recipe.evaluate;

/// How many of how many are right.
public record Share(int right, int of) {
  static final Share NONE = new Share(0, 0);
  private static final double Z = 1.96; // 95 % of a normal distribution lie within

  /// In percent; NaN of none.
  public double percent() {
    return of == 0 ? Double.NaN : 100.0 * right / of;
  }

  /// The percentages between which the share of all prompts of this sort lies with 95 % certainty
  /// (Wilson, 1927).
  Interval interval() {
    double n = of;
    double share = right / n;
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
