package dev.aulos.train.loss;

/// Linear-phase filters of odd length fitted to a magnitude by least squares (Parks and Burrus,
/// Digital Filter Design, 1987, section 3.2).
final class LeastSquaresFir {
  private LeastSquaresFir() {}

  /// The coefficients a of `2a₀ + 2 Σ aₙ cos(πnf)`, n ≤ `order`, nearest to a magnitude given at
  /// the frequencies i/size of half the sample rate. Only the bands between points 2j and 2j + 1
  /// count, where the magnitude is a straight line.
  static double[] cosines(int order, double[] wanted) {
    var overlaps = new double[2 * order + 1];
    var right = new double[order + 1];
    for (int n = 0; n < overlaps.length; n++) {
      for (int i = 0; i + 1 < wanted.length; i += 2) {
        var band = new Band(i / (double) wanted.length, (i + 1.0) / wanted.length);
        overlaps[n] += band.integral(n, 1, 1);
        if (n <= order) {
          right[n] += band.integral(n, wanted[i], wanted[i + 1]);
        }
      }
    }
    var matrix = new double[order + 1][order + 1];
    for (int i = 0; i <= order; i++) {
      for (int j = 0; j <= order; j++) {
        matrix[i][j] = overlaps[Math.abs(i - j)] + overlaps[i + j];
      }
    }
    return solve(matrix, right);
  }

  private record Band(double from, double to) {
    /// `∫ line(f)·cos(πnf) df` over the band, with the line through `first` and `last`.
    double integral(int n, double first, double last) {
      if (n == 0) {
        return (to - from) * (first + last) / 2;
      }
      double w = Math.PI * n;
      double slope = (last - first) / (to - from);
      return (last * Math.sin(w * to) - first * Math.sin(w * from)) / w
          + slope * (Math.cos(w * to) - Math.cos(w * from)) / (w * w);
    }
  }

  /// Gaussian elimination; a positive definite matrix needs no exchange of rows.
  private static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    for (int p = 0; p < n; p++) {
      for (int i = p + 1; i < n; i++) {
        double factor = a[i][p] / a[p][p];
        for (int j = p; j < n; j++) {
          a[i][j] -= factor * a[p][j];
        }
        b[i] -= factor * b[p];
      }
    }
    var x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = b[i];
      for (int j = i + 1; j < n; j++) {
        sum -= a[i][j] * x[j];
      }
      x[i] = sum / a[i][i];
    }
    return x;
  }
}
