package dev.aulos.testkit;

import static dev.aulos.testkit.OpKind.BINARY;
import static dev.aulos.testkit.OpKind.CAST;
import static dev.aulos.testkit.OpKind.GELU;
import static dev.aulos.testkit.OpKind.SILU;
import static dev.aulos.testkit.OpKind.SOFTPLUS;
import static dev.aulos.testkit.OpKind.UNARY;
import static dev.aulos.testkit.Sketch.L;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Samples of the ops that compute each element by itself.
final class ElementwiseSamples {
  private static final Shape SYMBOLIC = Shape.of(Dim.of(2), L, Dim.of(3));

  private ElementwiseSamples() {}

  static List<OpSample> unary() {
    var samples = new ArrayList<OpSample>();
    for (var function : Op.Unary.Function.values()) {
      var op = new Op.Unary(function);
      samples.addAll(elementwise(UNARY, function.name(), domain(function), x -> Tensor.of(op, x)));
    }
    return samples;
  }

  private static Draw domain(Op.Unary.Function function) {
    return switch (function) {
      case LOG, SQRT, RECIPROCAL -> Draw.between(0.01, 9);
      case SIN, COS -> Draw.between(-30, 30);
      case ASIN -> Draw.between(-0.9, 0.9);
      case NEG, ABS, EXP, TANH, SIGMOID, ERF, RELU -> Draw.scaled(3);
    };
  }

  private static List<OpSample> elementwise(
      OpKind kind, String name, Draw draw, UnaryOperator<Tensor> op) {
    var samples = new ArrayList<OpSample>();
    for (var shape : List.of(Shape.of(3, 5, 7), Sketch.SCALAR, Shape.of(1), Shape.of(40_003))) {
      var sketch = new Sketch(kind, name + " of " + shape);
      samples.add(sketch.gives(op.apply(sketch.x(draw, shape))));
    }
    var symbolic = new Sketch(kind, name + " symbolic");
    samples.add(symbolic.gives(op.apply(symbolic.x(draw, SYMBOLIC))));
    return samples;
  }

  static List<OpSample> silu() {
    var samples = elementwise(SILU, "", Draw.normal(), Tensor::silu);
    samples.addAll(elementwise(SILU, "large", Draw.scaled(60), Tensor::silu));
    return samples;
  }

  static List<OpSample> gelu() {
    var samples = elementwise(GELU, "", Draw.normal(), Tensor::gelu);
    samples.addAll(elementwise(GELU, "large", Draw.scaled(20), Tensor::gelu));
    return samples;
  }

  static List<OpSample> softplus() {
    var samples = elementwise(SOFTPLUS, "", Draw.normal(), Tensor::softplus);
    samples.addAll(elementwise(SOFTPLUS, "large", Draw.scaled(200), Tensor::softplus));
    return samples;
  }

  static List<OpSample> binary() {
    var samples = new ArrayList<OpSample>();
    for (var function : Op.Binary.Function.values()) {
      samples.add(pair(function, Shape.of(3, 5), Shape.of(3, 5)));
      samples.add(pair(function, Shape.of(2, 3, 5), Shape.of(5)));
      samples.add(pair(function, Shape.of(5), Shape.of(2, 3, 5)));
      samples.add(pair(function, Shape.of(2, 3, 5), Shape.of(3, 1)));
      samples.add(pair(function, Shape.of(3, 1, 5), Shape.of(4, 1)));
      samples.add(pair(function, Shape.of(1, 4, 1, 2), Shape.of(3, 1, 5, 1)));
      samples.add(pair(function, Sketch.SCALAR, Shape.of(2, 3)));
      samples.add(pair(function, Shape.of(1), Shape.of(1, 1)));
      samples.add(pair(function, SYMBOLIC, Shape.of(L, Dim.of(1))));
      samples.add(pair(function, Shape.of(1, 1, 3), SYMBOLIC));
      samples.add(itself(function));
    }
    return samples;
  }

  private static OpSample pair(Op.Binary.Function function, Shape a, Shape b) {
    var sketch = new Sketch(BINARY, function + " of " + a + " and " + b);
    var left = sketch.x(left(function), a);
    return sketch.gives(Tensor.of(new Op.Binary(function), left, sketch.x(right(function), b)));
  }

  private static OpSample itself(Op.Binary.Function function) {
    var sketch = new Sketch(BINARY, function + " of one tensor twice");
    var x = sketch.x(Draw.between(0.5, 3), 3, 5);
    return sketch.gives(Tensor.of(new Op.Binary(function), x, x));
  }

  private static Draw left(Op.Binary.Function function) {
    return switch (function) {
      case LESS, MAX, MIN -> Draw.whole(-2, 3);
      case POW -> Draw.between(0.1, 3);
      case ADD, SUB, MUL, DIV -> Draw.normal();
    };
  }

  private static Draw right(Op.Binary.Function function) {
    return switch (function) {
      case LESS, MAX, MIN -> Draw.whole(-2, 3);
      case DIV -> Draw.between(0.5, 3);
      case ADD, SUB, MUL, POW -> Draw.normal();
    };
  }

  static List<OpSample> cast() {
    var samples = new ArrayList<OpSample>();
    for (var type : List.of(DType.F16, DType.BF16)) {
      samples.add(there(type, Draw.scaled(30), Shape.of(3, 50)));
      samples.add(there(type, Draw.scaled(1e-4), SYMBOLIC));
    }
    for (var type : List.of(DType.I64, DType.I32, DType.I16, DType.I8)) {
      samples.add(there(type, Draw.between(-100, 100), Shape.of(5, 7)));
    }
    samples.add(there(DType.U8, Draw.between(0, 200), Shape.of(5, 7)));
    samples.add(there(DType.BOOL, Draw.whole(-1, 2), Shape.of(5, 7)));
    samples.add(ids());
    samples.add(comparison());
    return samples;
  }

  private static OpSample there(DType type, Draw draw, Shape shape) {
    var sketch = new Sketch(CAST, "to " + type + " and back, " + shape);
    return sketch.gives(sketch.x(draw, shape).cast(type).cast(DType.F32));
  }

  private static OpSample ids() {
    var sketch = new Sketch(CAST, "of ids to F32");
    return sketch.gives(sketch.ids(1000, Shape.of(L)).cast(DType.F32));
  }

  private static OpSample comparison() {
    var sketch = new Sketch(CAST, "of F32 to I64");
    var half = Tensor.constant(NdArray.of(new float[] {0.5f}, 1));
    return sketch.gives(sketch.x(4, 3).less(half).cast(DType.I64));
  }
}
