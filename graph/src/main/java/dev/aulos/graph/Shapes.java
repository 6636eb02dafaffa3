package dev.aulos.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The shape and type rule of every op.
final class Shapes {
  private Shapes() {}

  static DType type(Op op, List<Tensor> in) {
    return switch (op) {
      case Op.Constant c -> c.value().type();
      case Op.Cast cast -> cast.type();
      case Op.Iota iota -> DType.F32;
      case Op.Gather gather -> in.get(0).type();
      case Op.Input input -> throw new IllegalArgumentException("use Tensor.input");
      case Op.Parameter parameter -> throw new IllegalArgumentException("use Scope.param");
      default -> sameType(op, in);
    };
  }

  private static DType sameType(Op op, List<Tensor> in) {
    var type = in.get(0).type();
    for (var x : in) {
      require(x.type() == type, op, in);
    }
    return type;
  }

  static Shape of(Op op, List<Tensor> in) {
    return switch (op) {
      case Op.Input input -> throw new IllegalArgumentException("use Tensor.input");
      case Op.Parameter parameter -> throw new IllegalArgumentException("use Scope.param");
      case Op.Constant c -> Shape.of(c.value().shape());
      case Op.Iota iota -> Shape.of(iota.length());
      case Op.Unary unary -> x(op, in);
      case Op.Binary binary -> Shape.broadcast(in.get(0).shape(), in.get(1).shape());
      case Op.Reduce reduce -> x(op, in).with(reduce.axis(), Dim.of(1));
      case Op.MatMul matMul -> matMul(matMul, in);
      case Op.Reshape reshape -> reshape(reshape, in);
      case Op.Transpose transpose -> transpose(transpose, in);
      case Op.Slice slice -> slice(slice, in);
      case Op.Concat concat -> concat(concat, in);
      case Op.Pad pad -> pad(pad, in);
      case Op.Expand expand -> expand(expand, in);
      case Op.Gather gather -> gather(gather, in);
      case Op.Cast cast -> x(op, in);
      case Op.Conv1d conv -> conv(conv, in);
      case Op.ConvTranspose1d conv -> convTranspose(conv, in);
      case Op.Softmax softmax -> x(op, in);
      case Op.LayerNorm norm -> norm(op, in, 3);
      case Op.RmsNorm norm -> norm(op, in, 2);
      case Op.Silu silu -> x(op, in);
      case Op.Gelu gelu -> x(op, in);
      case Op.Softplus softplus -> x(op, in);
      case Op.Rotary rotary -> rotary(rotary, in);
      case Op.Attention attention -> attention(attention, in);
    };
  }

  private static Shape x(Op op, List<Tensor> in) {
    require(in.size() == 1, op, in);
    return in.get(0).shape();
  }

  private static Shape matMul(Op.MatMul op, List<Tensor> in) {
    var a = in.get(0).shape();
    var b = in.get(1).shape();
    require(in.size() == 2 && a.rank() >= 2 && b.rank() >= 2, op, in);
    var m = a.dim(op.transposeA() ? -1 : -2);
    var k = a.dim(op.transposeA() ? -2 : -1);
    var n = b.dim(op.transposeB() ? -2 : -1);
    require(k.equals(b.dim(op.transposeB() ? -1 : -2)), op, in);
    var dims = new ArrayList<Dim>(batch(a, b).dims());
    dims.add(m);
    dims.add(n);
    return new Shape(dims);
  }

  private static Shape batch(Shape a, Shape b) {
    return Shape.broadcast(
        new Shape(a.dims().subList(0, a.rank() - 2)), new Shape(b.dims().subList(0, b.rank() - 2)));
  }

  private static Shape reshape(Op.Reshape op, List<Tensor> in) {
    require(in.size() == 1 && sameSize(in.get(0).shape(), op.shape()), op, in);
    return op.shape();
  }

  /// Whether both shapes hold equally many elements: equal symbolic factors cancel, and what is
  /// left must be one linear expression on each side.
  private static boolean sameSize(Shape a, Shape b) {
    var left = new ArrayList<>(a.dims());
    var right = new ArrayList<>(b.dims());
    left.removeIf(right::remove);
    return product(left).equals(product(right));
  }

  private static Dim product(List<Dim> dims) {
    var product = Dim.of(1);
    for (var d : dims) {
      product = product.times(d);
    }
    return product;
  }

  private static Shape transpose(Op.Transpose op, List<Tensor> in) {
    var x = in.get(0).shape();
    var axes = new HashSet<Integer>();
    var dims = new ArrayList<Dim>();
    for (int axis : op.axes()) {
      axes.add(x.axis(axis));
      dims.add(x.dim(axis));
    }
    require(op.axes().size() == x.rank() && axes.size() == x.rank(), op, in);
    return new Shape(dims);
  }

  private static Shape slice(Op.Slice op, List<Tensor> in) {
    var extent = x(op, in).dim(op.axis());
    if (extent.isFixed() && op.start().isFixed() && op.end().isFixed()) {
      long start = op.start().fixed();
      require(
          start >= 0 && start <= op.end().fixed() && op.end().fixed() <= extent.fixed(), op, in);
    }
    return x(op, in).with(op.axis(), op.end().minus(op.start()));
  }

  private static Shape concat(Op.Concat op, List<Tensor> in) {
    var first = in.get(0).shape();
    var sum = Dim.of(0);
    for (var part : in) {
      require(
          part.shape().rank() == first.rank()
              && part.shape().with(op.axis(), Dim.of(0)).equals(first.with(op.axis(), Dim.of(0))),
          op,
          in);
      sum = sum.plus(part.dim(op.axis()));
    }
    return first.with(op.axis(), sum);
  }

  private static Shape pad(Op.Pad op, List<Tensor> in) {
    var x = x(op, in);
    require(op.before() >= 0 && op.after() >= 0, op, in);
    return x.with(op.axis(), x.dim(op.axis()).plus(op.before() + op.after()));
  }

  private static Shape expand(Op.Expand op, List<Tensor> in) {
    require(Shape.broadcast(x(op, in), op.shape()).equals(op.shape()), op, in);
    return op.shape();
  }

  private static Shape gather(Op.Gather op, List<Tensor> in) {
    require(
        in.size() == 2 && in.get(0).shape().rank() == 2 && in.get(1).type() == DType.I64, op, in);
    var dims = new ArrayList<>(in.get(1).shape().dims());
    dims.add(in.get(0).dim(1));
    return new Shape(dims);
  }

  private static Shape conv(Op.Conv1d op, List<Tensor> in) {
    var x = in.get(0).shape();
    var w = in.get(1).shape();
    require(in.size() <= 3 && x.rank() == 3 && w.rank() == 3, op, in);
    require(x.dim(1).equals(w.dim(1).times(op.groups())), op, in);
    require(w.dim(0).fixed() % op.groups() == 0, op, in);
    require(in.size() == 2 || in.get(2).shape().equals(Shape.of(w.dim(0))), op, in);
    long reach = (long) op.dilation() * (w.dim(2).fixed() - 1) + 1;
    var t = x.dim(2).plus(2L * op.padding() - reach).floorDiv(op.stride()).plus(1);
    require(!t.isFixed() || t.fixed() > 0, op, in);
    return Shape.of(x.dim(0), w.dim(0), t);
  }

  private static Shape convTranspose(Op.ConvTranspose1d op, List<Tensor> in) {
    var x = in.get(0).shape();
    var w = in.get(1).shape();
    require(in.size() <= 3 && x.rank() == 3 && w.rank() == 3, op, in);
    require(x.dim(1).equals(w.dim(0)), op, in);
    require(in.size() == 2 || in.get(2).shape().equals(Shape.of(w.dim(1))), op, in);
    var t = x.dim(2).plus(-1).times(op.stride()).plus(w.dim(2).fixed() - 2L * op.padding());
    return Shape.of(x.dim(0), w.dim(1), t);
  }

  private static Shape norm(Op op, List<Tensor> in, int operands) {
    require(in.size() == operands, op, in);
    for (var w : in.subList(1, operands)) {
      require(w.shape().equals(Shape.of(in.get(0).dim(-1))), op, in);
    }
    return in.get(0).shape();
  }

  private static Shape rotary(Op.Rotary op, List<Tensor> in) {
    var x = in.get(0).shape();
    require(in.size() == 3 && x.rank() == 3 && x.dim(2).fixed() % op.heads() == 0, op, in);
    var table = in.get(1).shape();
    require(table.rank() == 2 && table.equals(in.get(2).shape()), op, in);
    require(table.dim(0).equals(x.dim(1)), op, in);
    require(2 * table.dim(1).fixed() <= x.dim(2).fixed() / op.heads(), op, in);
    return x;
  }

  private static Shape attention(Op.Attention op, List<Tensor> in) {
    require(in.size() == 3 || in.size() == 4, op, in);
    var q = in.get(0).shape();
    var k = in.get(1).shape();
    var v = in.get(2).shape();
    require(q.rank() == 3 && k.rank() == 3 && v.rank() == 3, op, in);
    require(op.heads() % op.kvHeads() == 0 && q.dim(2).fixed() % op.heads() == 0, op, in);
    require(v.dim(2).fixed() % op.kvHeads() == 0 && v.dim(0).equals(q.dim(0)), op, in);
    require(q.dim(2).fixed() * op.kvHeads() == k.dim(2).fixed() * op.heads(), op, in);
    require(k.dim(1).equals(v.dim(1)) && q.dim(0).equals(k.dim(0)), op, in);
    if (in.size() == 4) {
      var full = Shape.of(q.dim(0), Dim.of(op.heads()), q.dim(1), k.dim(1));
      require(Shape.broadcast(in.get(3).shape(), full).equals(full), op, in);
    }
    return q.with(2, Dim.of(v.dim(2).fixed() / op.kvHeads() * op.heads()));
  }

  private static void require(boolean holds, Op op, List<Tensor> in) {
    if (!holds) {
      var shapes = new ArrayList<String>();
      in.forEach(x -> shapes.add(x.type() + x.shape().toString()));
      throw new IllegalArgumentException(op + " cannot take " + shapes);
    }
  }
}
