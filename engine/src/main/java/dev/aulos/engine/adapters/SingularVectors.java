package dev.aulos.engine.adapters;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The leading singular vectors of a weight, by falling singular value: `W ≈ U·Σ·Vᵀ`.
///
/// Each column of U has its entry of largest magnitude positive, which fixes the signs. Where a
/// singular value is zero the vector on the longer side is zeros.
///
/// @param left columns of U, each as long as W has rows
/// @param right columns of V, each as long as W has columns
public record SingularVectors(List<double[]> left, List<double[]> right) {
  private static final double CONVERGED = 1e-13;
  private static final double VANISHED = 1e-14;

  /// The `count` leading ones, by the Lanczos process on the smaller of `WᵀW` and `WWᵀ`, in double
  /// and orthogonalised in full; all of the process's steps are taken where that is needed.
  ///
  /// @throws IllegalArgumentException if the matrix has not so many
  static SingularVectors of(WeightMatrix w, int count) {
    int size = Math.min(w.rows(), w.columns());
    if (count > size) {
      throw new IllegalArgumentException(
          w.rows() + " by " + w.columns() + " has no " + count + " singular vectors");
    }
    boolean tall = w.columns() <= w.rows();
    var near = new Lanczos(w, tall, size).leading(count);
    var far = new ArrayList<double[]>();
    double largest = 0;
    for (var vector : near) {
      var image = tall ? w.times(vector) : w.transposedTimes(vector);
      double length = norm(image);
      largest = Math.max(largest, length);
      scale(image, length > VANISHED * largest ? 1 / length : 0);
      far.add(image);
    }
    var vectors = tall ? new SingularVectors(far, near) : new SingularVectors(near, far);
    vectors.fixSigns();
    return vectors;
  }

  /// Vectors as stored: U (rows, r), V (columns, r).
  static SingularVectors stored(NdArray u, NdArray v) {
    return new SingularVectors(columns(u), columns(v));
  }

  private static List<double[]> columns(NdArray matrix) {
    int width = (int) matrix.dim(1);
    var values = matrix.toF32().toFloats();
    return IntStream.range(0, width)
        .mapToObj(c ->
            IntStream.range(0, values.length / width)
                .mapToDouble(r -> values[r * width + c])
                .toArray())
        .collect(Collectors.toList());
  }

  /// U (rows, r), rounded to F32.
  public NdArray u() {
    return matrix(left);
  }

  /// V (columns, r), rounded to F32.
  public NdArray v() {
    return matrix(right);
  }

  private static NdArray matrix(List<double[]> columns) {
    int rows = columns.get(0).length;
    var matrix = NdArray.zeros(DType.F32, rows, columns.size());
    var values = matrix.floats();
    for (int i = 0; i < rows; i++) {
      for (var column : columns) {
        values.put((float) column[i]);
      }
    }
    return matrix;
  }

  private void fixSigns() {
    for (int c = 0; c < left.size(); c++) {
      double extreme = 0;
      for (double value : left.get(c)) {
        extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
      }
      if (extreme < 0) {
        scale(left.get(c), -1);
        scale(right.get(c), -1);
      }
    }
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static void scale(double[] x, double factor) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  private static void add(double[] x, double factor, double[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] += factor * y[i];
    }
  }

  /// The process: an orthonormal basis in which the product is tridiagonal, grown until the leading
  /// eigenvectors lie in it.
  private static final class Lanczos {
    private final WeightMatrix w;
    private final boolean tall;
    private final int size;
    private final Random random = new Random(1);
    private final List<double[]> basis = new ArrayList<>();
    private final double[] diagonal;
    private final double[] beside;

    Lanczos(WeightMatrix w, boolean tall, int size) {
      this.w = w;
      this.tall = tall;
      this.size = size;
      diagonal = new double[size];
      beside = new double[size];
    }

    List<double[]> leading(int count) {
      int check = Math.min(size, 2 * count + 32);
      double largest = 0;
      basis.add(fresh());
      while (true) {
        int k = basis.size() - 1;
        var next = product(basis.get(k));
        diagonal[k] = dot(next, basis.get(k));
        orthogonalize(next);
        beside[k] = norm(next);
        largest = Math.max(largest, Math.abs(diagonal[k]) + beside[k]);
        boolean vanished = beside[k] <= VANISHED * largest;
        if (vanished) {
          beside[k] = 0;
        }
        if (k + 1 == size) {
          return eigenvectors(count);
        }
        if (k + 1 >= check && !vanished) {
          if (hasConverged(count)) {
            return eigenvectors(count);
          }
          check = Math.min(size, check + check / 3);
        }
        scale(next, vanished ? 0 : 1 / beside[k]);
        basis.add(vanished ? fresh() : next);
      }
    }

    private double[] product(double[] x) {
      return tall ? w.transposedTimes(w.times(x)) : w.times(w.transposedTimes(x));
    }

    /// A direction at random, orthogonal to the basis.
    private double[] fresh() {
      var direction = new double[size];
      double length = 0;
      while (length < 1e-3) {
        for (int i = 0; i < size; i++) {
          direction[i] = random.nextGaussian();
        }
        scale(direction, 1 / norm(direction));
        orthogonalize(direction);
        length = norm(direction);
      }
      scale(direction, 1 / length);
      return direction;
    }

    private void orthogonalize(double[] x) {
      for (int pass = 0; pass < 2; pass++) { // the second removes what rounding left
        for (var direction : basis) {
          add(x, -dot(x, direction), direction);
        }
      }
    }

    private static List<Integer> leading(double[] values, int count) {
      return IntStream.range(0, values.length)
          .boxed()
          .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
          .limit(count)
          .collect(Collectors.toList());
    }

    private boolean hasConverged(int count) {
      int n = basis.size();
      var small =
          SymmetricTridiagonal.ends(Arrays.copyOf(diagonal, n), Arrays.copyOf(beside, n - 1));
      var order = leading(small.values(), count);
      double rest = beside[n - 1];
      double largest = small.values()[order.get(0)];
      for (int i : order) {
        if (rest * Math.abs(small.vector(i)[0]) > CONVERGED * largest) {
          return false;
        }
      }
      return true;
    }

    private List<double[]> eigenvectors(int count) {
      int n = basis.size();
      var small = SymmetricTridiagonal.of(Arrays.copyOf(diagonal, n), Arrays.copyOf(beside, n - 1));
      var vectors = new ArrayList<double[]>();
      for (int i : leading(small.values(), count)) {
        var coordinates = small.vector(i);
        var vector = new double[size];
        for (int j = 0; j < coordinates.length; j++) {
          add(vector, coordinates[j], basis.get(j));
        }
        scale(vector, 1 / norm(vector));
        vectors.add(vector);
      }
      return vectors;
    }
  }
}
