package dev.aulos.engine.adapters;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.stream.IntStream;

/// A weight as a matrix: its outputs by all else, (out, in·kernel).
record WeightMatrix(NdArray values, int rows, int columns) {
  private static final int BLOCK = 256;

  /// The matrix that a weight of two or more axes is; its values as F32.
  static WeightMatrix of(NdArray weight) {
    var values = weight.toF32();
    int rows = (int) values.dim(0);
    return new WeightMatrix(values, rows, rows == 0 ? 0 : values.size() / rows);
  }

  /// One of the same size, zeros.
  WeightMatrix like() {
    return new WeightMatrix(NdArray.zeros(DType.F32, values.shape()), rows, columns);
  }

  void read(int row, float[] into) {
    values.floats(row * columns, (row + 1) * columns).get(into);
  }

  void write(int row, float[] from) {
    values.floats(row * columns, (row + 1) * columns).put(from);
  }

  /// The product with a vector of `columns`.
  double[] times(double[] x) {
    var y = new double[rows];
    IntStream.range(0, blocks(rows))
        .parallel()
        .forEach(block -> {
          var row = new float[columns];
          for (int i = block * BLOCK; i < Math.min(rows, (block + 1) * BLOCK); i++) {
            read(i, row);
            y[i] = dot(row, x);
          }
        });
    return y;
  }

  /// Four sums side by side: one alone would wait for each addition.
  private static double dot(float[] row, double[] x) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < row.length; j += 4) {
      a += row[j] * x[j];
      b += row[j + 1] * x[j + 1];
      c += row[j + 2] * x[j + 2];
      d += row[j + 3] * x[j + 3];
    }
    for (; j < row.length; j++) {
      a += row[j] * x[j];
    }
    return a + b + (c + d);
  }

  /// The product of the transpose with a vector of `rows`.
  double[] transposedTimes(double[] y) {
    var x = new double[columns];
    IntStream.range(0, blocks(columns))
        .parallel()
        .forEach(block -> {
          int start = block * BLOCK;
          var part = new float[Math.min(columns, start + BLOCK) - start];
          for (int i = 0; i < rows; i++) {
            values.floats(i * columns + start, i * columns + start + part.length).get(part);
            for (int j = 0; j < part.length; j++) {
              x[start + j] += part[j] * y[i];
            }
          }
        });
    return x;
  }

  private static int blocks(int count) {
    return (count + BLOCK - 1) / BLOCK;
  }
}
