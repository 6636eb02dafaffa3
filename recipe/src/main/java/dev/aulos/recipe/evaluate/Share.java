package dev.aulos.recipe.evaluate;

/// How many of how many are right.
public record Share(int right, int of) {
  static final Share NONE = new Share(0, 0);

  /// In percent; NaN of none.
  public double percent() {
    return of == 0 ? Double.NaN : 100.0 * right / of;
  }

  Share and(Verdict verdict) {
    return switch (verdict) {
      case RIGHT -> new Share(right + 1, of + 1);
      case WRONG -> new Share(right, of + 1);
      case NOT_ASKED -> this;
    };
  }
}
