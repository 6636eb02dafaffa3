package dev.aulos.engine.adapters;

import dev.aulos.graph.NdArray;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// What an adapter does to one weight.
///
/// @param delta the low-rank matrix that is added
/// @param scale what it is multiplied with at strength 1
/// @param rows new lengths of the rows, if they get any
/// @param columns new lengths of the columns, after the rows', if they get any
record LayerAdapter(Delta delta, double scale, Optional<NdArray> rows, Optional<NdArray> columns) {
  private static final double FLOOR = 1e-12;

  /// A low-rank matrix, as a product.
  sealed interface Delta {
    /// (rows, r) and (r, columns)
    Product product();

    /// As stored.
    record Stored(NdArray a, NdArray b) implements Delta {
      @Override
      public Product product() {
        return new Product(matrix(b), matrix(a));
      }
    }

    /// `U·core·Vᵀ`.
    record Core(NdArray core, Supplier<SingularVectors> vectors) implements Delta {
      @Override
      public Product product() {
        var m = matrix(core);
        var bases = vectors.get();
        int rank = m.length;
        int rows = bases.left().get(0).length;
        var left = new double[rows][rank]; // U·core
        for (int i = 0; i < rows; i++) {
          for (int k = 0; k < rank; k++) {
            double u = bases.left().get(k)[i];
            for (int j = 0; j < rank; j++) {
              left[i][j] += u * m[k][j];
            }
          }
        }
        return new Product(left, bases.right().toArray(new double[0][]));
      }
    }
  }

  /// Two factors, row by row.
  record Product(double[][] left, double[][] right) {}

  private static double[][] matrix(NdArray array) {
    int columns = (int) array.dim(1);
    var values = array.toF32().toFloats();
    var rows = new double[(int) array.dim(0)][columns];
    for (int i = 0; i < values.length; i++) {
      rows[i / columns][i % columns] = values[i];
    }
    return rows;
  }

  /// The vectors between which the core lies, if it has one.
  Optional<SingularVectors> singularVectors() {
    return switch (delta) {
      case Delta.Stored stored -> Optional.empty();
      case Delta.Core core -> Optional.of(core.vectors.get());
    };
  }

  /// The weight at a strength, in F32. At strength 0 the weight itself; at others, however small,
  /// the new lengths hold in full.
  WeightMatrix applied(WeightMatrix w, double strength) {
    if (strength == 0) {
      return w;
    }
    var result = w.like();
    var product = delta.product();
    var lengths = rows.map(a -> a.toF32().toFloats());
    double factor = scale * strength;
    IntStream.range(0, w.rows())
        .parallel()
        .forEach(i -> {
          var stored = new float[w.columns()];
          w.read(i, stored);
          var row = sum(stored, factor, product.left[i], product.right);
          lengths.ifPresent(l -> scale(row, l[i] / (norm(row) + FLOOR)));
          for (int j = 0; j < row.length; j++) {
            stored[j] = (float) row[j];
          }
          result.write(i, stored);
        });
    columns.ifPresent(l -> scaleColumns(result, l.toF32().toFloats()));
    return result;
  }

  private static double[] sum(float[] stored, double factor, double[] left, double[][] right) {
    var row = new double[stored.length];
    for (int j = 0; j < row.length; j++) {
      row[j] = stored[j];
    }
    for (int k = 0; k < left.length; k++) {
      double times = factor * left[k];
      var direction = right[k];
      for (int j = 0; j < row.length; j++) {
        row[j] += times * direction[j];
      }
    }
    return row;
  }

  private static double norm(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  private static void scale(double[] row, double factor) {
    for (int j = 0; j < row.length; j++) {
      row[j] *= factor;
    }
  }

  private static void scaleColumns(WeightMatrix w, float[] lengths) {
    var factors = new double[w.columns()];
    var row = new float[w.columns()];
    for (int i = 0; i < w.rows(); i++) {
      w.read(i, row);
      for (int j = 0; j < row.length; j++) {
        factors[j] += (double) row[j] * row[j];
      }
    }
    for (int j = 0; j < factors.length; j++) {
      factors[j] = lengths[j] / (Math.sqrt(factors[j]) + FLOOR);
    }
    for (int i = 0; i < w.rows(); i++) {
      w.read(i, row);
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) (row[j] * factors[j]);
      }
      w.write(i, row);
    }
  }
}
