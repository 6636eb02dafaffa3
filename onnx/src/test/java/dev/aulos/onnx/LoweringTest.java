package dev.aulos.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoweringTest {
  private final OrtBackend backend = new OrtBackend(OrtOptions.defaults().withThreads(1));

  @ParameterizedTest
  @EnumSource(Op.Unary.Function.class)
  void computesEveryFunctionOfOneNumber(Op.Unary.Function function) {
    var x = NdArray.of(new float[] {0.25f, 0.5f, 1, 2}, 4);
    var y = run(Tensor.of(new Op.Unary(function), Sample.input("x", 4)), x);
    for (int i = 0; i < 4; i++) {
      assertThat((double) y[i]).isCloseTo(expected(function, x.toFloats()[i]), within(1e-6));
    }
  }

  private static double expected(Op.Unary.Function function, double x) {
    return switch (function) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case ASIN -> Math.asin(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case ERF ->
          Map.of(0.25, 0.2763263902, 0.5, 0.5204998778, 1.0, 0.8427007929, 2.0, 0.995322265).get(x);
      case RELU -> Math.max(0, x);
    };
  }

  @ParameterizedTest
  @EnumSource(Op.Binary.Function.class)
  void computesEveryFunctionOfTwoNumbersBroadcast(Op.Binary.Function function) {
    var a = NdArray.of(new float[] {1, 2}, 2, 1);
    var b = NdArray.of(new float[] {2, 1, 0.5f}, 3);
    var y = Tensor.of(new Op.Binary(function), Tensor.constant(a), Sample.input("x", 3));
    var got = run(y, b);
    for (int i = 0; i < 6; i++) {
      double expected = expected(function, a.toFloats()[i / 3], b.toFloats()[i % 3]);
      assertThat((double) got[i]).isCloseTo(expected, within(1e-6));
    }
  }

  private static double expected(Op.Binary.Function function, double a, double b) {
    return switch (function) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case POW -> Math.pow(a, b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case LESS -> a < b ? 1 : 0;
    };
  }

  @Test
  void foldsAnAxisAndKeepsIt() {
    var x = Sample.input("x", 2, 3);
    assertThat(run(x.sum(0), Sample.counting(2, 3))).containsExactly(3, 5, 7);
    assertThat(run(x.mean(1), Sample.counting(2, 3))).containsExactly(1, 4);
    assertThat(run(x.max(-1), Sample.counting(2, 3))).containsExactly(2, 5);
  }

  @Test
  void movesElementsOfSymbolicShapes() {
    var x = Sample.input("x", "n", 4);
    var n = Dim.symbol("n");
    var ones = Tensor.constant(NdArray.of(new float[] {1}, 1, 1)).expand(Shape.of(n, Dim.of(4)));
    assertThat(run(x.transpose(1, 0).slice(1, Dim.of(1), n), Sample.counting(2, 4)))
        .containsExactly(4, 5, 6, 7);
    assertThat(run(x.pad(0, 1, 0).slice(1, 0, 2), Sample.counting(1, 4)))
        .containsExactly(0, 0, 0, 1);
    assertThat(run(Tensor.concat(1, x, ones).slice(0, n.plus(-1), n), Sample.counting(2, 4)))
        .containsExactly(4, 5, 6, 7, 1, 1, 1, 1);
    assertThat(run(x.add(Tensor.iota(n).reshape(Shape.of(n, Dim.of(1)))), Sample.counting(2, 4)))
        .containsExactly(0, 1, 2, 3, 5, 6, 7, 8);
    assertThat(run(Tensor.iota(n.times(2).plus(1)).add(x.sum(0).sum(1)), Sample.counting(1, 4)))
        .containsExactly(6, 7, 8);
  }

  @Test
  void reshapesByTheLengthsOfInputs() {
    var x = Sample.input("x", "b", "t", 4);
    var b = Dim.symbol("b");
    var t = Dim.symbol("t");
    var y =
        x.reshape(Shape.of(b, t.times(2), Dim.of(2)))
            .transpose(1, 0, 2)
            .reshape(Shape.of(t.times(2), b.times(2)))
            .transpose(1, 0)
            .reshape(Shape.of(Dim.of(2), b, t.times(2)))
            .reshape(Shape.of(Dim.of(2), b, t, Dim.of(2)));
    assertThat(run(y, Sample.counting(1, 2, 4))).containsExactly(0, 2, 4, 6, 1, 3, 5, 7);
  }

  @Test
  void gathersRowsAndCastsTypes() {
    var ids = Tensor.input("x", DType.I64, Shape.of(Dim.symbol("n")));
    var table = Tensor.constant(Sample.counting(3, 2));
    assertThat(
            run(
                table
                    .gather(ids)
                    .add(ids.cast(DType.F32).reshape(Shape.of(Dim.symbol("n"), Dim.of(1)))),
                NdArray.of(new long[] {2, 0}, 2)))
        .containsExactly(6, 7, 0, 1);
  }

  static Stream<Arguments> products() {
    var cases = new ArrayList<Arguments>();
    for (boolean ta : List.of(false, true)) {
      for (boolean tb : List.of(false, true)) {
        cases.add(Arguments.of(ta, tb, new long[] {}, new long[] {}));
        cases.add(Arguments.of(ta, tb, new long[] {2}, new long[] {}));
        cases.add(Arguments.of(ta, tb, new long[] {}, new long[] {3}));
        cases.add(Arguments.of(ta, tb, new long[] {2, 1}, new long[] {3}));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("products")
  void multipliesMatricesAsTheirPlainProductDoes(boolean ta, boolean tb, long[] ba, long[] bb) {
    var a = Sample.normal(1, joined(ba, ta ? new long[] {5, 4} : new long[] {4, 5}));
    var b = Sample.normal(2, joined(bb, tb ? new long[] {6, 5} : new long[] {5, 6}));
    var x = Sample.input("x", boxed(a.shape()));
    var w = Scope.root().param("w", b.shape());
    var y =
        Sample.run(
            backend,
            Tensor.of(new Op.MatMul(ta, tb), x, w),
            StoredWeights.of(Map.of("w", b)),
            Map.of("x", a));
    var swappedA = ta ? swapped(x) : x;
    var swappedB =
        tb ? swapped(Sample.input("w", boxed(b.shape()))) : Sample.input("w", boxed(b.shape()));
    // (…, m, 1, k) · (…, n, k), summed over k
    var products =
        columns(swappedA, swappedA.shape().rank() - 1)
            .mul(swapped(swappedB).reshape(rows(swapped(swappedB).shape())))
            .sum(-1);
    var expected = Sample.run(backend, products.reshape(y.shape()), Map.of("x", a, "w", b));
    close(y.toFloats(), expected.toFloats(), 1e-5f);
  }

  private static Tensor columns(Tensor x, int at) {
    var dims = new ArrayList<>(x.shape().dims());
    dims.add(at, Dim.of(1));
    return x.reshape(new Shape(dims));
  }

  private static Shape rows(Shape shape) {
    var dims = new ArrayList<>(shape.dims());
    dims.add(dims.size() - 2, Dim.of(1));
    return new Shape(dims);
  }

  private static Tensor swapped(Tensor x) {
    var axes = new Integer[x.shape().rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i < axes.length - 2 ? i : 2 * axes.length - 3 - i;
    }
    return x.transpose(axes);
  }

  private static Object[] boxed(long[] shape) {
    return Arrays.stream(shape).boxed().toArray();
  }

  private static long[] joined(long[] a, long[] b) {
    var all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  static Stream<Op.Conv1d> convolutions() {
    return Stream.of(
        new Op.Conv1d(1, 3, 1, 1),
        new Op.Conv1d(1, 9, 3, 1),
        new Op.Conv1d(2, 0, 1, 1),
        new Op.Conv1d(1, 0, 2, 2));
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolvesAsTheDefinitionSays(Op.Conv1d op) {
    int channels = 16;
    var x = Sample.normal(1, 2, channels, 40);
    var w = Sample.normal(2, channels, channels / op.groups(), 7);
    var bias = Sample.normal(3, channels);
    var weights = StoredWeights.of(Map.of("w", w, "b", bias));
    var root = Scope.root();
    var y =
        Tensor.of(
            op,
            Sample.input("x", 2, channels, 40),
            root.param("w", w.shape()),
            root.param("b", channels));
    var got = Sample.run(backend, y, weights, Map.of("x", x));
    close(got.toFloats(), convolved(x, w, bias, op), 1e-4f);
  }

  private static float[] convolved(NdArray x, NdArray w, NdArray bias, Op.Conv1d op) {
    int t = (int) x.dim(2);
    int in = (int) w.dim(1);
    int out = (int) w.dim(0);
    int length =
        (t + 2 * op.padding() - op.dilation() * ((int) w.dim(2) - 1) - 1) / op.stride() + 1;
    var y = new float[(int) x.dim(0) * out * length];
    for (int i = 0; i < y.length; i++) {
      int o = i / length % out;
      int first = o / (out / op.groups()) * in;
      double sum = bias.floats().get(o);
      for (int c = 0; c < in; c++) {
        for (int k = 0; k < w.dim(2); k++) {
          int at = i % length * op.stride() - op.padding() + k * op.dilation();
          if (at >= 0 && at < t) {
            int row = i / length / out * (int) x.dim(1) + first + c;
            sum +=
                (double) x.floats().get(row * t + at)
                    * w.floats().get((o * in + c) * (int) w.dim(2) + k);
          }
        }
      }
      y[i] = (float) sum;
    }
    return y;
  }

  @Test
  void upsamplesAsTheAdjointOfAStridedConvolution() {
    var w = Sample.normal(2, 3, 2, 4);
    var small = Sample.normal(1, 1, 3, 5);
    var large = Sample.normal(3, 1, 2, 10);
    var weights = StoredWeights.of(Map.of("w", w));
    var up =
        Tensor.of(
            new Op.ConvTranspose1d(2, 1),
            Sample.input("x", 1, 3, "t"),
            Scope.root().param("w", 3, 2, 4));
    var down =
        Tensor.of(
            new Op.Conv1d(2, 1, 1, 1),
            Sample.input("x", 1, 2, 10),
            Scope.root().param("w", 3, 2, 4));
    var upped = Sample.run(backend, up, weights, Map.of("x", small));
    var downed = Sample.run(backend, down, weights, Map.of("x", large));
    assertThat(upped.shape()).containsExactly(1, 2, 10);
    assertThat(dot(upped, large)).isCloseTo(dot(downed, small), within(1e-4));
  }

  private static double dot(NdArray a, NdArray b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += (double) a.floats().get(i) * b.floats().get(i);
    }
    return sum;
  }

  static Stream<Arguments> fused() {
    var x = Sample.input("x", 2, "t", 24);
    var vector = Tensor.constant(Sample.normal(5, 24));
    var table = Tensor.constant(Sample.normal(6, 9, 2));
    var keys = Tensor.constant(Sample.normal(7, 2, 5, 24));
    var fewKeys = Tensor.constant(Sample.normal(7, 2, 5, 12));
    var wideValues = Tensor.constant(Sample.normal(8, 2, 5, 40));
    var bias = Tensor.constant(Sample.normal(9, 4, 9, 5));
    var row = Tensor.constant(Sample.normal(9, 5));
    var fixed = Sample.input("x", 2, 9, 24);
    return Stream.of(
        Arguments.of(new Op.Softmax(), List.of(x)),
        Arguments.of(new Op.LayerNorm(1e-5f), List.of(x, vector, vector)),
        Arguments.of(new Op.RmsNorm(1e-6f), List.of(x, vector)),
        Arguments.of(new Op.Silu(), List.of(x)),
        Arguments.of(new Op.Gelu(), List.of(x)),
        Arguments.of(new Op.Softplus(), List.of(x)),
        Arguments.of(new Op.Rotary(4), List.of(fixed, table, table)),
        Arguments.of(new Op.Rotary(6), List.of(fixed, table, table)),
        Arguments.of(new Op.Attention(4, 4, 0.3f), List.of(x, keys, keys)),
        Arguments.of(new Op.Attention(4, 2, 0.3f), List.of(x, fewKeys, fewKeys)),
        Arguments.of(new Op.Attention(4, 4, 0.3f), List.of(x, keys, wideValues)),
        Arguments.of(new Op.Attention(4, 4, 1), List.of(fixed, keys, keys, bias)),
        Arguments.of(new Op.Attention(4, 2, 1), List.of(x, fewKeys, fewKeys, row)));
  }

  @ParameterizedTest
  @MethodSource("fused")
  void runsFusedOpsAsTheirExpansion(Op.Fused op, List<Tensor> operands) {
    var x = Sample.normal(1, 2, 9, 24);
    close(run(Tensor.of(op, operands), x), run(op.expand(operands), x), 1e-5f);
  }

  private float[] run(Tensor y, NdArray x) {
    return Sample.run(backend, y, Map.of("x", x)).toFloats();
  }

  private static void close(float[] got, float[] expected, float tolerance) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).as("element %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }
}
