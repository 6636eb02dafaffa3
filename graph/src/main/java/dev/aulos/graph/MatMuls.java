package dev.aulos.graph;

import java.util.Arrays;

/// Matrix products with double accumulation, one row of the result at a time.
final class MatMuls {
  private final boolean transposeA;
  private final float[] a;
  private final int m;
  private final int k;
  private final int n;
  private final double[] sums;
  private final float[] out;

  private MatMuls(Op.MatMul op, Value a, int[] shape) {
    this.transposeA = op.transposeA();
    this.a = a.floats();
    this.m = shape[shape.length - 2];
    this.n = shape[shape.length - 1];
    this.k = a.dim(transposeA ? -2 : -1);
    this.sums = new double[n];
    this.out = new float[Value.size(shape)];
  }

  static Value matmul(Op.MatMul op, Value a, Value b, int[] shape, Cancellation cancellation) {
    var product = new MatMuls(op, a, shape);
    var batch = Arrays.copyOf(shape, shape.length - 2);
    var rows = new Rows(batch, matrices(a, batch), matrices(b, batch));
    int done = 0;
    for (int r = 0; r < rows.count(); r++) {
      for (int i = 0; i < rows.length(); i++) {
        int ia = rows.offset(0) + i * rows.step(0);
        int ib = rows.offset(1) + i * rows.step(1);
        var right = op.transposeB() ? product.transposed(b.floats(), ib) : b.floats();
        product.run(ia, right, op.transposeB() ? 0 : ib, done++, cancellation);
      }
      rows.advance();
    }
    return Value.of(product.out, shape);
  }

  /// The distances, in elements, between the matrices of an operand stretched to `batch`.
  private static int[] matrices(Value x, int[] batch) {
    var strides = Rows.stretched(Arrays.copyOf(x.shape(), x.rank() - 2), batch);
    for (int i = 0; i < strides.length; i++) {
      strides[i] *= x.dim(-2) * x.dim(-1);
    }
    return strides;
  }

  private float[] transposed(float[] b, int from) { // (n, k) → (k, n)
    var right = new float[k * n];
    for (int j = 0; j < n; j++) {
      for (int p = 0; p < k; p++) {
        right[p * n + j] = b[from + j * k + p];
      }
    }
    return right;
  }

  private void run(int ia, float[] b, int ib, int matrix, Cancellation cancellation) {
    for (int i = 0; i < m; i++) {
      Arrays.fill(sums, 0);
      for (int p = 0; p < k; p++) {
        if (p % 256 == 0) {
          cancellation.check();
        }
        addScaled(a[ia + (transposeA ? p * m + i : i * k + p)], b, ib + p * n, sums);
      }
      int row = (matrix * m + i) * n;
      for (int j = 0; j < n; j++) {
        out[row + j] = (float) sums[j];
      }
    }
  }

  private static void addScaled(double factor, float[] x, int from, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += factor * x[from + j];
    }
  }
}
