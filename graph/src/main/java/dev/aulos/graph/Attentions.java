package dev.aulos.graph;

import java.util.List;

/// The fused attention ops in primitive ops.
final class Attentions {
  private Attentions() {}

  static Tensor rotate(Tensor x, Tensor cos, Tensor sin, int heads) {
    var b = x.dim(0);
    var t = x.dim(1);
    long d = x.dim(2).fixed() / heads;
    long half = cos.dim(1).fixed();
    var split = x.reshape(Shape.of(b, t, Dim.of(heads), Dim.of(d))); // (b, t, h, d)
    var first = split.slice(-1, 0, half);
    var second = split.slice(-1, half, 2 * half);
    var c = cos.reshape(Shape.of(t, Dim.of(1), Dim.of(half))); // (t, 1, r/2)
    var s = sin.reshape(Shape.of(t, Dim.of(1), Dim.of(half)));
    var turned =
        Tensor.concat(-1, first.mul(c).sub(second.mul(s)), second.mul(c).add(first.mul(s)));
    var all = 2 * half == d ? turned : Tensor.concat(-1, turned, split.slice(-1, 2 * half, d));
    return all.reshape(x.shape());
  }

  static Tensor attend(List<Tensor> in, Op.Attention op) {
    var q = in.get(0);
    var heads = split(q, op.heads()); // (b, h, t, d)
    var k = repeat(split(in.get(1), op.kvHeads()), op.heads() / op.kvHeads()); // (b, h, s, d)
    var v = repeat(split(in.get(2), op.kvHeads()), op.heads() / op.kvHeads()); // (b, h, s, e)
    var scores = heads.matmulTransposed(k).mul(op.scale()); // (b, h, t, s)
    if (in.size() > 3) {
      scores = scores.add(in.get(3));
    }
    var out = scores.softmax().matmul(v).transpose(0, 2, 1, 3); // (b, t, h, e)
    return out.reshape(Shape.of(q.dim(0), q.dim(1), out.dim(2).times(out.dim(3))));
  }

  private static Tensor split(Tensor x, int heads) {
    long d = x.dim(2).fixed() / heads;
    return x.reshape(Shape.of(x.dim(0), x.dim(1), Dim.of(heads), Dim.of(d))).transpose(0, 2, 1, 3);
  }

  private static Tensor repeat(Tensor x, int times) { // (b, h, s, d) → (b, h·times, s, d)
    if (times == 1) {
      return x;
    }
    var one = Shape.of(x.dim(0), x.dim(1), Dim.of(1), x.dim(2), x.dim(3));
    return x.reshape(one)
        .expand(one.with(2, Dim.of(times)))
        .reshape(Shape.of(x.dim(0), x.dim(1).times(times), x.dim(2), x.dim(3)));
  }
}
