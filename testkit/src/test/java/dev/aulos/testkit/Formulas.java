package dev.aulos.testkit;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Each op as its formula for one element, in double precision and with no thought of speed. Fused
/// ops have formulas of their own, so that their expansions are held against these too.
final class Formulas {
  private final OpSample sample;
  private final Map<String, NdArray> inputs;
  private final Map<String, Long> lengths;
  private final Map<Tensor, Doubles> values = new HashMap<>();

  private Formulas(OpSample sample, Map<String, NdArray> inputs) {
    this.sample = sample;
    this.inputs = inputs;
    this.lengths = sample.graph().lengths(inputs);
  }

  static NdArray output(OpSample sample, Map<String, NdArray> inputs) {
    var formulas = new Formulas(sample, inputs);
    sample.graph().nodes().forEach(node -> formulas.values.put(node, formulas.compute(node)));
    var y = sample.graph().outputs().get("y");
    return formulas.values.get(y).toArray(y.type());
  }

  private Doubles compute(Tensor node) {
    var in = node.inputs().stream().map(values::get).toList();
    var shape = IntStream.of(ints(node.shape().at(lengths))).toArray();
    return switch (node.op()) {
      case Op.Input input -> Doubles.of(inputs.get(input.name()));
      case Op.Parameter parameter -> Doubles.of(sample.weights().get(parameter.path()));
      case Op.Constant constant -> Doubles.of(constant.value());
      case Op.Iota iota -> Doubles.of(shape, i -> i[0]);
      case Op.Unary unary -> each(in.get(0), shape, unary(unary.function()));
      case Op.Binary op ->
          Doubles.of(shape, i -> binary(op.function(), in.get(0).at(i), in.get(1).at(i)));
      case Op.Cast cast -> each(in.get(0), shape, x -> cast(x, cast.type()));
      case Op.Silu silu -> each(in.get(0), shape, x -> x / (1 + Math.exp(-x)));
      case Op.Gelu gelu -> each(in.get(0), shape, x -> x * (1 + erf(x / Math.sqrt(2))) / 2);
      case Op.Softplus op -> each(in.get(0), shape, x -> x > 40 ? x : Math.log1p(Math.exp(x)));
      case Op.Reduce reduce -> reduce(reduce, in.get(0), shape);
      case Op.Reshape reshape -> in.get(0).reshape(shape);
      case Op.Transpose transpose -> transpose(transpose, in.get(0), shape);
      case Op.Slice slice -> slice(slice, in.get(0), shape);
      case Op.Concat concat -> concat(concat, in, shape);
      case Op.Pad pad -> pad(pad, in.get(0), shape);
      case Op.Expand expand -> Doubles.of(shape, in.get(0)::at);
      case Op.Gather gather ->
          Doubles.of(shape, i -> in.get(0).at((int) in.get(1).at(leading(i)), i[i.length - 1]));
      case Op.MatMul op -> matmul(op, in.get(0), in.get(1), shape);
      case Op.Conv1d op -> conv(op, in, shape);
      case Op.ConvTranspose1d op -> convTranspose(op, in, shape);
      case Op.Softmax softmax -> softmax(in.get(0), shape);
      case Op.LayerNorm norm -> layerNorm(norm, in, shape);
      case Op.RmsNorm norm -> rmsNorm(norm, in, shape);
      case Op.Rotary rotary -> rotary(rotary, in, shape);
      case Op.Attention attention -> attention(attention, in, shape);
    };
  }

  private static int[] ints(long[] shape) {
    var ints = new int[shape.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) shape[i];
    }
    return ints;
  }

  private static int[] leading(int[] index) {
    return IntStream.of(index).limit(index.length - 1).toArray();
  }

  private static double sum(int n, IntToDoubleFunction term) {
    return IntStream.range(0, n).mapToDouble(term).sum();
  }

  private static Doubles each(Doubles x, int[] shape, DoubleUnaryOperator function) {
    return Doubles.of(shape, i -> function.applyAsDouble(x.at(i)));
  }

  private static DoubleUnaryOperator unary(Op.Unary.Function function) {
    return switch (function) {
      case NEG -> x -> -x;
      case ABS -> x -> x < 0 ? -x : x;
      case EXP -> x -> Math.pow(Math.E, x);
      case LOG -> x -> Math.log10(x) / Math.log10(Math.E);
      case SQRT -> x -> Math.pow(x, 0.5);
      case RECIPROCAL -> x -> Math.pow(x, -1);
      case SIN -> x -> Math.cos(x - Math.PI / 2);
      case COS -> x -> 1 - 2 * Math.pow(Math.sin(x / 2), 2);
      case ASIN -> x -> Math.atan2(x, Math.sqrt((1 - x) * (1 + x)));
      case TANH -> x -> 1 - 2 / (Math.exp(2 * x) + 1);
      case SIGMOID -> x -> (1 + Math.tanh(x / 2)) / 2;
      case ERF -> Formulas::erf;
      case RELU -> x -> x > 0 ? x : 0;
    };
  }

  /// `2/√π · ∫₀ˣ exp(−u²) du` by Simpson's rule.
  private static double erf(double x) {
    int n = 400;
    double end = Math.min(Math.abs(x), 6);
    double integral = 0;
    for (int i = 0; i <= n; i++) {
      double u = end * i / n;
      integral += Math.exp(-u * u) * (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2);
    }
    return Math.signum(x) * 2 / Math.sqrt(Math.PI) * integral * end / n / 3;
  }

  private static double binary(Op.Binary.Function function, double a, double b) {
    return switch (function) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> Math.exp(b * Math.log(a));
      case MAX -> a > b ? a : b;
      case MIN -> a < b ? a : b;
      case LESS -> a < b ? 1 : 0;
    };
  }

  private static double cast(double x, DType type) {
    return switch (type) {
      case F32 -> x;
      case F16 -> rounded(x, 10, -14);
      case BF16 -> rounded(x, 7, -126);
      case BOOL -> x == 0 ? 0 : 1;
      default -> x < 0 ? Math.ceil(x) : Math.floor(x);
    };
  }

  /// The nearest number with that many bits after the first, and at least that exponent.
  private static double rounded(double x, int bits, int least) {
    double ulp = Math.scalb(1, Math.max(x == 0 ? least : Math.getExponent(x), least) - bits);
    return Math.rint(x / ulp) * ulp;
  }

  private static Doubles reduce(Op.Reduce op, Doubles x, int[] shape) {
    int n = x.dim(op.axis());
    return Doubles.of(
        shape,
        i -> {
          var row = IntStream.range(0, n).mapToDouble(j -> x.at(Doubles.with(i, op.axis(), j)));
          return switch (op.function()) {
            case SUM -> row.sum();
            case MEAN -> row.average().orElseThrow();
            case MAX -> row.max().orElseThrow();
          };
        });
  }

  private static Doubles transpose(Op.Transpose op, Doubles x, int[] shape) {
    return Doubles.of(
        shape,
        i -> {
          var from = new int[i.length];
          for (int axis = 0; axis < i.length; axis++) {
            from[Math.floorMod(op.axes().get(axis), i.length)] = i[axis];
          }
          return x.at(from);
        });
  }

  private Doubles slice(Op.Slice op, Doubles x, int[] shape) {
    int start = (int) op.start().at(lengths);
    int axis = Math.floorMod(op.axis(), shape.length);
    return Doubles.of(
        shape, i -> x.at(x.dim(axis) == 1 ? i : Doubles.with(i, axis, start + i[axis])));
  }

  private static Doubles concat(Op.Concat op, List<Doubles> parts, int[] shape) {
    int axis = Math.floorMod(op.axis(), shape.length);
    return Doubles.of(
        shape,
        i -> {
          int at = i[axis];
          for (var part : parts) {
            if (at < part.dim(axis)) {
              return part.at(Doubles.with(i, axis, at));
            }
            at -= part.dim(axis);
          }
          throw new IllegalStateException("beyond the last part");
        });
  }

  private static Doubles pad(Op.Pad op, Doubles x, int[] shape) {
    int axis = Math.floorMod(op.axis(), shape.length);
    return Doubles.of(
        shape,
        i -> {
          long from = i[axis] - op.before();
          return from < 0 || from >= x.dim(axis) ? 0 : x.at(Doubles.with(i, axis, (int) from));
        });
  }

  private static Doubles matmul(Op.MatMul op, Doubles a, Doubles b, int[] shape) {
    int terms = a.dim(op.transposeA() ? -2 : -1);
    return Doubles.of(
        shape,
        i -> {
          int row = i[i.length - 2];
          int column = i[i.length - 1];
          return sum(
              terms,
              k -> {
                var left = Doubles.with(i, -1, op.transposeA() ? row : k);
                var right = Doubles.with(i, -2, op.transposeB() ? column : k);
                return a.at(op.transposeA() ? Doubles.with(left, -2, k) : left)
                    * b.at(op.transposeB() ? Doubles.with(right, -1, k) : right);
              });
        });
  }

  private static Doubles conv(Op.Conv1d op, List<Doubles> in, int[] shape) {
    var x = in.get(0);
    var w = in.get(1);
    int perGroup = w.dim(0) / op.groups();
    return Doubles.of(
        shape,
        i ->
            bias(in, i[1])
                + sum(
                    w.dim(1) * w.dim(2),
                    j -> {
                      int c = j / w.dim(2);
                      int k = j % w.dim(2);
                      int t = i[2] * op.stride() + k * op.dilation() - op.padding();
                      return t < 0 || t >= x.dim(2)
                          ? 0
                          : w.at(i[1], c, k) * x.at(i[0], i[1] / perGroup * w.dim(1) + c, t);
                    }));
  }

  private static Doubles convTranspose(Op.ConvTranspose1d op, List<Doubles> in, int[] shape) {
    var x = in.get(0);
    var w = in.get(1);
    return Doubles.of(
        shape,
        i ->
            bias(in, i[1])
                + sum(
                    x.dim(1) * x.dim(2),
                    j -> {
                      int c = j / x.dim(2);
                      int m = j % x.dim(2);
                      int k = i[2] - m * op.stride() + op.padding();
                      return k < 0 || k >= w.dim(2) ? 0 : x.at(i[0], c, m) * w.at(c, i[1], k);
                    }));
  }

  private static double bias(List<Doubles> in, int channel) {
    return in.size() < 3 ? 0 : in.get(2).at(channel);
  }

  private static Doubles softmax(Doubles x, int[] shape) {
    return Doubles.of(
        shape, i -> 1 / sum(x.dim(-1), j -> Math.exp(x.at(Doubles.with(i, -1, j)) - x.at(i))));
  }

  private static Doubles layerNorm(Op.LayerNorm op, List<Doubles> in, int[] shape) {
    var x = in.get(0);
    int n = x.dim(-1);
    return Doubles.of(
        shape,
        i -> {
          double mean = sum(n, j -> x.at(Doubles.with(i, -1, j))) / n;
          double variance = sum(n, j -> Math.pow(x.at(Doubles.with(i, -1, j)) - mean, 2)) / n;
          double normal = (x.at(i) - mean) / Math.sqrt(variance + op.epsilon());
          return normal * in.get(1).at(i) + in.get(2).at(i);
        });
  }

  private static Doubles rmsNorm(Op.RmsNorm op, List<Doubles> in, int[] shape) {
    var x = in.get(0);
    int n = x.dim(-1);
    return Doubles.of(
        shape,
        i -> {
          double square = sum(n, j -> Math.pow(x.at(Doubles.with(i, -1, j)), 2)) / n;
          return x.at(i) / Math.sqrt(square + op.epsilon()) * in.get(1).at(i);
        });
  }

  private static Doubles rotary(Op.Rotary op, List<Doubles> in, int[] shape) {
    var x = in.get(0);
    int d = shape[2] / op.heads();
    int half = in.get(1).dim(1);
    return Doubles.of(
        shape,
        i -> {
          int channel = i[2] % d;
          if (channel >= 2 * half) {
            return x.at(i);
          }
          boolean first = channel < half;
          double partner = x.at(i[0], i[1], first ? i[2] + half : i[2] - half);
          double cos = in.get(1).at(i[1], channel % half);
          double sin = in.get(2).at(i[1], channel % half);
          return x.at(i) * cos + (first ? -partner : partner) * sin;
        });
  }

  private static Doubles attention(Op.Attention op, List<Doubles> in, int[] shape) {
    var v = in.get(2);
    int e = v.dim(2) / op.kvHeads();
    int s = v.dim(1);
    return Doubles.of(
        shape,
        i -> {
          int head = i[2] / e;
          int kvHead = head / (op.heads() / op.kvHeads());
          var scores =
              IntStream.range(0, s)
                  .mapToDouble(j -> score(op, in, new int[] {i[0], head, i[1], j}))
                  .toArray();
          double max = IntStream.range(0, s).mapToDouble(j -> scores[j]).max().orElseThrow();
          double total = sum(s, j -> Math.exp(scores[j] - max));
          return sum(
              s, j -> Math.exp(scores[j] - max) / total * v.at(i[0], j, kvHead * e + i[2] % e));
        });
  }

  /// The score at (b, h, t, s).
  private static double score(Op.Attention op, List<Doubles> in, int[] at) {
    var q = in.get(0);
    int d = q.dim(2) / op.heads();
    int kvHead = at[1] / (op.heads() / op.kvHeads());
    double dot =
        sum(d, c -> q.at(at[0], at[2], at[1] * d + c) * in.get(1).at(at[0], at[3], kvHead * d + c));
    return op.scale() * dot + (in.size() > 3 ? in.get(3).at(at) : 0);
  }
}
