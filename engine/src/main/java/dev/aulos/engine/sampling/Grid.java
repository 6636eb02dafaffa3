package dev.aulos.engine.sampling;

/// Numbers at equal distances, with the rounding of the reference's `linspace` in F32.
final class Grid {
  private Grid() {}

  /// `points` numbers from `first` to `last`. Each half counts from its own end.
  static float[] of(float first, float last, int points) {
    var grid = new float[points];
    if (points == 1) {
      grid[0] = first;
      return grid;
    }
    float step = (last - first) / (points - 1);
    for (int i = 0; i < points; i++) {
      grid[i] =
          i < points / 2
              ? Math.fma(step, i, first)
              : Math.fma(-step, points - 1 - i, last); // exact at the end
    }
    return grid;
  }
}
