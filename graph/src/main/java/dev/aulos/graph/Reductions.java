package dev.aulos.graph;

import java.util.Arrays;

/// Folds of one axis, in double precision.
final class Reductions {
  private Reductions() {}

  static Value reduce(Op.Reduce op, Value x, int[] shape, Cancellation cancellation) {
    int axis = op.axis() < 0 ? x.rank() + op.axis() : op.axis();
    int n = x.dim(axis);
    int inner = x.inner(axis);
    var out = new float[Value.size(shape)];
    var fold = new double[inner];
    for (int at = 0; at < out.length; at += inner) {
      Arrays.fill(fold, op.function() == Op.Reduce.Function.MAX ? Double.NEGATIVE_INFINITY : 0);
      for (int i = 0; i < n; i++) {
        if (i % 1024 == 0) {
          cancellation.check();
        }
        fold(op.function(), fold, x.floats(), (at / inner * n + i) * inner);
      }
      for (int j = 0; j < inner; j++) {
        out[at + j] = (float) (op.function() == Op.Reduce.Function.MEAN ? fold[j] / n : fold[j]);
      }
    }
    return Value.of(out, shape);
  }

  private static void fold(Op.Reduce.Function function, double[] fold, float[] x, int from) {
    switch (function) {
      case SUM, MEAN -> {
        for (int j = 0; j < fold.length; j++) {
          fold[j] += x[from + j];
        }
      }
      case MAX -> {
        for (int j = 0; j < fold.length; j++) {
          fold[j] = Math.max(fold[j], x[from + j]);
        }
      }
    }
  }
}
