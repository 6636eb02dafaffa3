package dev.aulos.graph;

import dev.aulos.graph.Op.Binary;
import dev.aulos.graph.Op.Reduce;
import dev.aulos.graph.Op.Unary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// One node in the reverse pass: from the gradient of its result, those of its operands.
///
/// @param node what is differentiated
/// @param in the values of its operands
/// @param y the value of its result
/// @param g the gradient of its result
/// @param isWanted whether the gradient of an operand of `node` is wanted
record Derivative(Tensor node, List<Tensor> in, Tensor y, Tensor g, Predicate<Tensor> isWanted) {

  /// What one use of a value adds to its gradient.
  ///
  /// @param slice the part of the value that was used, if not all of it
  record Part(Tensor operand, Tensor gradient, Optional<Op.Slice> slice) {
    Part(Tensor operand, Tensor gradient) {
      this(operand, gradient, Optional.empty());
    }
  }

  /// The rule of every op.
  List<Part> operandGradients() {
    return switch (node.op()) {
      case Op.Input input -> List.of();
      case Op.Parameter parameter -> List.of();
      case Op.Constant constant -> List.of();
      case Op.Iota iota -> List.of();
      case Op.Unary unary -> of(unary(unary.function()));
      case Op.Binary binary -> binary(binary.function());
      case Op.Reduce reduce -> of(reduce(reduce));
      case Op.MatMul matMul -> matMul(matMul);
      case Op.Reshape reshape -> of(g.reshape(a().shape()));
      case Op.Transpose transpose -> of(g.transpose(inverse(transpose)));
      case Op.Slice slice -> List.of(new Part(node.inputs().get(0), g, Optional.of(slice)));
      case Op.Concat concat -> concat(concat.axis());
      case Op.Pad pad -> of(unpadded(pad));
      case Op.Expand expand -> of(Broadcast.undo(g, a().shape()));
      case Op.Gather gather -> of(gather());
      case Op.Cast cast -> of(g.cast(a().type()));
      case Op.Conv1d conv -> parts(i -> ConvolutionGradients.of(conv, in, g, i));
      case Op.ConvTranspose1d conv -> parts(i -> ConvolutionGradients.of(conv, in, g, i));
      case Op.Softmax softmax -> of(y.mul(g.sub(g.mul(y).sum(-1))));
      case Op.RmsNorm norm -> rmsNorm(norm.epsilon());
      case Op.Silu silu -> of(silu());
      case Op.Gelu gelu -> of(gelu());
      case Op.Softplus softplus -> of(g.mul(a().sigmoid()));
      case Op.Rotary rotary -> rotary(rotary);
      case Op.LayerNorm norm -> expanded(norm);
      case Op.Attention attention -> expanded(attention);
    };
  }

  private Tensor a() {
    return in.get(0);
  }

  private Tensor b() {
    return in.get(1);
  }

  private boolean isWanted(int operand) {
    return isWanted.test(node.inputs().get(operand));
  }

  private List<Part> of(Tensor gradient) {
    return List.of(new Part(node.inputs().get(0), gradient));
  }

  /// The gradients of those operands that want them.
  private List<Part> parts(IntFunction<Tensor> gradient) {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < in.size(); i++) {
      if (isWanted(i)) {
        parts.add(new Part(node.inputs().get(i), gradient.apply(i)));
      }
    }
    return parts;
  }

  private Tensor unary(Unary.Function function) {
    var x = a();
    return switch (function) {
      case NEG -> g.neg();
      case ABS -> g.mul(isPositive(x).sub(x.less(Tensor.constant(0))));
      case EXP -> g.mul(y);
      case LOG -> g.div(x);
      case SQRT -> g.mul(0.5f).div(y);
      case RECIPROCAL -> g.mul(y).mul(y).neg();
      case SIN -> g.mul(x.cos());
      case COS -> g.mul(x.sin()).neg();
      case ASIN -> g.div(x.mul(x).neg().add(1).sqrt());
      case TANH -> g.mul(y.mul(y).neg().add(1));
      case SIGMOID -> g.mul(y.mul(y.neg().add(1)));
      case ERF -> g.mul(x.mul(x).neg().exp()).mul((float) (2 / Math.sqrt(Math.PI)));
      case RELU -> g.mul(isPositive(x));
    };
  }

  private static Tensor isPositive(Tensor x) {
    return Tensor.constant(0).less(x);
  }

  private List<Part> binary(Binary.Function function) {
    return parts(i -> Broadcast.undo(i == 0 ? left(function) : right(function), in.get(i).shape()));
  }

  private Tensor left(Binary.Function function) {
    return switch (function) {
      case ADD, SUB -> g;
      case MUL -> g.mul(b());
      case DIV -> g.div(b());
      case POW -> g.mul(b()).mul(a().pow(b().add(-1)));
      case MAX -> g.mul(share(b(), a()));
      case MIN -> g.mul(share(a(), b()));
      case LESS -> Gradients.zeros(y.shape());
    };
  }

  private Tensor right(Binary.Function function) {
    return switch (function) {
      case ADD -> g;
      case SUB -> g.neg();
      case MUL -> g.mul(a());
      case DIV -> g.mul(y).div(b()).neg();
      case POW -> g.mul(y).mul(a().log());
      case MAX -> g.mul(share(a(), b()));
      case MIN -> g.mul(share(b(), a()));
      case LESS -> Gradients.zeros(y.shape());
    };
  }

  /// 1 where `more` is more, half where both are equal.
  private static Tensor share(Tensor less, Tensor more) {
    return less.less(more).sub(more.less(less)).add(1).mul(0.5f);
  }

  private Tensor reduce(Reduce reduce) {
    var x = a();
    return switch (reduce.function()) {
      case SUM -> g.expand(x.shape());
      case MEAN -> g.div(count(x.dim(reduce.axis()))).expand(x.shape());
      case MAX -> {
        var isMost = x.less(y).neg().add(1);
        yield isMost.mul(g.div(isMost.sum(reduce.axis())));
      }
    };
  }

  private static Tensor count(Dim extent) {
    return extent.isFixed()
        ? Tensor.constant((float) extent.fixed())
        : Tensor.iota(extent).mul(0).add(1).sum(0).reshape(new Shape(List.of()));
  }

  private List<Part> matMul(Op.MatMul op) {
    return parts(i -> i == 0 ? leftFactor(op) : rightFactor(op));
  }

  private Tensor leftFactor(Op.MatMul op) {
    var gradient =
        op.transposeA()
            ? product(op.transposeB(), true, b(), g)
            : product(false, !op.transposeB(), g, b());
    return Broadcast.undo(gradient, a().shape());
  }

  /// Where one matrix serves a whole batch, the batch is rows.
  private Tensor rightFactor(Op.MatMul op) {
    var x = a();
    var up = g;
    if (b().shape().rank() == 2 && x.shape().rank() > 2 && !op.transposeA()) {
      x = Broadcast.rows(x);
      up = Broadcast.rows(g);
    }
    var gradient =
        op.transposeB()
            ? product(true, op.transposeA(), up, x)
            : product(!op.transposeA(), false, x, up);
    return Broadcast.undo(gradient, b().shape());
  }

  private static Tensor product(boolean transposeA, boolean transposeB, Tensor a, Tensor b) {
    return Tensor.of(new Op.MatMul(transposeA, transposeB), a, b);
  }

  private Integer[] inverse(Op.Transpose transpose) {
    var inverse = new Integer[transpose.axes().size()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[a().shape().axis(transpose.axes().get(i))] = i;
    }
    return inverse;
  }

  private List<Part> concat(int axis) {
    var parts = new ArrayList<Part>();
    var start = Dim.of(0);
    for (int i = 0; i < in.size(); i++) {
      var end = start.plus(in.get(i).dim(axis));
      if (isWanted(i)) {
        parts.add(new Part(node.inputs().get(i), g.slice(axis, start, end)));
      }
      start = end;
    }
    return parts;
  }

  private Tensor unpadded(Op.Pad pad) {
    var start = Dim.of(pad.before());
    return g.slice(pad.axis(), start, start.plus(a().dim(pad.axis())));
  }

  /// The rows of the gradient added up by id: a product with the matrix that has a 1 where a row is
  /// the id's.
  private Tensor gather() {
    var ids = b().cast(DType.F32);
    var column = Broadcast.rows(ids.reshape(with(ids.shape(), 1))); // (n, 1)
    var rows = Tensor.iota(a().dim(0)); // (rows)
    var isRow = column.less(rows).add(rows.less(column)).neg().add(1); // (n, rows)
    return product(true, false, isRow, Broadcast.rows(g));
  }

  private static Shape with(Shape shape, long last) {
    var dims = new ArrayList<>(shape.dims());
    dims.add(Dim.of(last));
    return new Shape(dims);
  }

  private List<Part> rmsNorm(float epsilon) {
    var x = a();
    var scale = x.mul(x).mean(-1).add(epsilon).sqrt().reciprocal();
    var normed = x.mul(scale);
    var parts = new ArrayList<Part>();
    if (isWanted(0)) {
      var up = g.mul(b());
      var along = up.mul(normed).mean(-1);
      parts.add(new Part(node.inputs().get(0), up.sub(normed.mul(along)).mul(scale)));
    }
    if (isWanted(1)) {
      parts.add(new Part(node.inputs().get(1), Broadcast.undo(g.mul(normed), b().shape())));
    }
    return parts;
  }

  private Tensor silu() {
    var s = a().sigmoid();
    return g.mul(s.mul(a().mul(s.neg().add(1)).add(1)));
  }

  private Tensor gelu() {
    var x = a();
    var below = x.mul((float) Math.sqrt(0.5)).erf().add(1).mul(0.5f);
    var density = x.mul(x).mul(-0.5f).exp().mul((float) (1 / Math.sqrt(2 * Math.PI)));
    return g.mul(below.add(x.mul(density)));
  }

  /// A turn is undone by the turn the other way.
  private List<Part> rotary(Op.Rotary rotary) {
    if (isWanted(1) || isWanted(2)) {
      return expanded(rotary);
    }
    return of(Tensor.of(rotary, g, b(), in.get(2).neg()));
  }

  /// An operand given twice has one gradient, and gives it once.
  private List<Part> expanded(Op.Fused op) {
    var leaves = new LinkedHashMap<Tensor, Tensor>(); // by value, the operand
    for (int i = 0; i < in.size(); i++) {
      if (isWanted(i)) {
        leaves.putIfAbsent(in.get(i), node.inputs().get(i));
      }
    }
    var inner = Gradients.of(Map.of(op.expand(in), g), leaves.keySet());
    var parts = new ArrayList<Part>();
    inner.forEach(
        (value, gradient) -> parts.add(new Part(leaves.getOrDefault(value, value), gradient)));
    return parts;
  }
}
