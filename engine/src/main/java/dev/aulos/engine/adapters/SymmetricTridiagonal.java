package dev.aulos.engine.adapters;

/// The eigenvalues and eigenvectors of a symmetric tridiagonal matrix, by implicit QR steps with
/// Wilkinson's shift (Golub and Van Loan, Matrix Computations, section 8.3).
final class SymmetricTridiagonal {
  private static final double EPSILON = 0x1p-53;
  private static final int MOST_STEPS = 100;

  private final double[] diagonal;
  private final double[] beside;
  private final double[][] vectors;

  private SymmetricTridiagonal(double[] diagonal, double[] beside, int from) {
    this.diagonal = diagonal;
    this.beside = beside;
    vectors = new double[diagonal.length][diagonal.length - from];
    for (int i = from; i < diagonal.length; i++) {
      vectors[i][i - from] = 1;
    }
  }

  /// Decomposes.
  ///
  /// @param diagonal n values
  /// @param beside the n−1 values next to the diagonal
  static SymmetricTridiagonal of(double[] diagonal, double[] beside) {
    return of(diagonal, beside, 0);
  }

  /// Decomposes, of all eigenvectors keeping the last coordinate alone: that takes a time that
  /// grows with n², not with n³.
  static SymmetricTridiagonal ends(double[] diagonal, double[] beside) {
    return of(diagonal, beside, diagonal.length - 1);
  }

  private static SymmetricTridiagonal of(double[] diagonal, double[] beside, int from) {
    var matrix = new SymmetricTridiagonal(diagonal.clone(), beside.clone(), from);
    matrix.diagonalize();
    return matrix;
  }

  /// The eigenvalues, in no order.
  double[] values() {
    return diagonal.clone();
  }

  /// The eigenvector of the i-th eigenvalue, as far as it was kept.
  double[] vector(int i) {
    return vectors[i].clone();
  }

  private void diagonalize() {
    double size = 0;
    for (int i = 0; i < diagonal.length; i++) {
      size = Math.max(size, Math.abs(diagonal[i]) + (i > 0 ? Math.abs(beside[i - 1]) : 0));
    }
    int end = diagonal.length - 1;
    int steps = 0;
    while (end > 0) {
      if (Math.abs(beside[end - 1]) <= EPSILON * size) {
        beside[end - 1] = 0;
        end--;
        steps = 0;
        continue;
      }
      if (++steps > MOST_STEPS) {
        throw new IllegalArgumentException("a matrix whose eigenvalues are not found");
      }
      int start = end - 1;
      while (start > 0 && Math.abs(beside[start - 1]) > EPSILON * size) {
        start--;
      }
      step(start, end);
    }
  }

  /// One step on the rows from `start` to `end`: the shifted first column is rotated to zero, and
  /// what that leaves beside the band is chased out at the end.
  private void step(int start, int end) {
    double x = diagonal[start] - shift(end);
    double bulge = beside[start];
    for (int k = start; k < end; k++) {
      double r = Math.hypot(x, bulge);
      double c = r == 0 ? 1 : x / r;
      double s = r == 0 ? 0 : bulge / r;
      if (k > start) {
        beside[k - 1] = r;
      }
      rotate(k, c, s);
      if (k + 1 < end) {
        x = beside[k];
        bulge = s * beside[k + 1];
        beside[k + 1] *= c;
      }
    }
  }

  /// The eigenvalue of the last two rows that is nearer to the last value.
  private double shift(int end) {
    double b = beside[end - 1];
    double half = (diagonal[end - 1] - diagonal[end]) / 2;
    return diagonal[end] - b * b / (half + Math.copySign(Math.hypot(half, b), half));
  }

  private void rotate(int k, double c, double s) {
    double p = diagonal[k];
    double q = diagonal[k + 1];
    double b = beside[k];
    diagonal[k] = c * c * p + 2 * c * s * b + s * s * q;
    diagonal[k + 1] = s * s * p - 2 * c * s * b + c * c * q;
    beside[k] = c * s * (q - p) + (c * c - s * s) * b;
    var first = vectors[k];
    var second = vectors[k + 1];
    for (int i = 0; i < first.length; i++) {
      double v = first[i];
      first[i] = c * v + s * second[i];
      second[i] = c * second[i] - s * v;
    }
  }
}
