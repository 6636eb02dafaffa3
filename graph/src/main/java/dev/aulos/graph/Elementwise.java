package dev.aulos.graph;

/// The ops that compute each element from elements in the same place.
final class Elementwise {
  /// Elements computed between looks at the cancellation: about a millisecond.
  private static final int STRETCH = 1 << 15;

  private Elementwise() {}

  static Value unary(Op.Unary.Function function, Value x, Cancellation cancellation) {
    var in = x.floats();
    var out = new float[in.length];
    for (int from = 0; from < out.length; from += STRETCH) {
      cancellation.check();
      unary(function, in, out, from, Math.min(out.length, from + STRETCH));
    }
    return Value.of(out, x.shape());
  }

  private static void unary(Op.Unary.Function function, float[] x, float[] y, int from, int to) {
    switch (function) {
      case NEG -> {
        for (int i = from; i < to; i++) {
          y[i] = -x[i];
        }
      }
      case ABS -> {
        for (int i = from; i < to; i++) {
          y[i] = Math.abs(x[i]);
        }
      }
      case EXP -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.exp(x[i]);
        }
      }
      case LOG -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.log(x[i]);
        }
      }
      case SQRT -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.sqrt(x[i]);
        }
      }
      case RECIPROCAL -> {
        for (int i = from; i < to; i++) {
          y[i] = 1 / x[i];
        }
      }
      case SIN -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.sin(x[i]);
        }
      }
      case COS -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.cos(x[i]);
        }
      }
      case ASIN -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.asin(x[i]);
        }
      }
      case TANH -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) Math.tanh(x[i]);
        }
      }
      case SIGMOID -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) (1 / (1 + Math.exp(-x[i])));
        }
      }
      case ERF -> {
        for (int i = from; i < to; i++) {
          y[i] = (float) erf(x[i]);
        }
      }
      case RELU -> {
        for (int i = from; i < to; i++) {
          y[i] = Math.max(x[i], 0);
        }
      }
    }
  }

  /// The error function to float precision: `2/√π · e^(−x²) · Σ 2ⁿx²ⁿ⁺¹/(2n+1)!!`, whose terms
  /// share one sign; beyond 4 it is 1 to the last bit of a float.
  private static double erf(double x) {
    if (Double.isNaN(x) || Math.abs(x) >= 4) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  static Value binary(
      Op.Binary.Function function, Value a, Value b, int[] shape, Cancellation cancellation) {
    var out = new float[Value.size(shape)];
    var rows = new Rows(shape, Rows.stretched(a.shape(), shape), Rows.stretched(b.shape(), shape));
    var row = new Row(a.floats(), b.floats(), out, rows.step(0), rows.step(1));
    for (int at = 0; at < out.length; at += rows.length()) {
      for (int from = 0; from < rows.length(); from += STRETCH) {
        cancellation.check();
        int ia = rows.offset(0) + from * rows.step(0);
        int ib = rows.offset(1) + from * rows.step(1);
        row.binary(function, ia, ib, at + from, Math.min(STRETCH, rows.length() - from));
      }
      rows.advance();
    }
    return Value.of(out, shape);
  }

  /// The kernel of a row: elements `ia + i·sa` and `ib + i·sb` make element `at + i`.
  private static final class Row {
    private final float[] a;
    private final float[] b;
    private final float[] y;
    private final int sa;
    private final int sb;

    Row(float[] a, float[] b, float[] y, int sa, int sb) {
      this.a = a;
      this.b = b;
      this.y = y;
      this.sa = sa;
      this.sb = sb;
    }

    void binary(Op.Binary.Function function, int ia, int ib, int at, int n) {
      switch (function) {
        case ADD -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = a[ia + i * sa] + b[ib + i * sb];
          }
        }
        case SUB -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = a[ia + i * sa] - b[ib + i * sb];
          }
        }
        case MUL -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = a[ia + i * sa] * b[ib + i * sb];
          }
        }
        case DIV -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = a[ia + i * sa] / b[ib + i * sb];
          }
        }
        case POW -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = (float) Math.pow(a[ia + i * sa], b[ib + i * sb]);
          }
        }
        case MAX -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = Math.max(a[ia + i * sa], b[ib + i * sb]);
          }
        }
        case MIN -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = Math.min(a[ia + i * sa], b[ib + i * sb]);
          }
        }
        case LESS -> {
          for (int i = 0; i < n; i++) {
            y[at + i] = a[ia + i * sa] < b[ib + i * sb] ? 1 : 0;
          }
        }
      }
    }
  }
}
