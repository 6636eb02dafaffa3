package dev.aulos.graph;

import java.util.ArrayList;
import java.util.List;

/// The gradients of convolutions, which are convolutions.
final class ConvolutionGradients {
  private ConvolutionGradients() {}

  /// The gradient of operand `i` of a convolution.
  static Tensor of(Op.Conv1d op, List<Tensor> in, Tensor g, int i) {
    var x = in.get(0);
    var w = in.get(1);
    return switch (i) {
      case 0 -> op.groups() == 1 ? input(op, x, w, g) : inputByGroup(op, x, w, g);
      case 1 -> op.groups() == 1 ? weight(op, x, w, g) : weightByGroup(op, x, w, g);
      default -> bias(g);
    };
  }

  /// The gradient of operand `i` of a transposed convolution.
  static Tensor of(Op.ConvTranspose1d op, List<Tensor> in, Tensor g, int i) {
    var x = in.get(0);
    var w = in.get(1);
    return switch (i) {
      case 0 -> {
        var gx = Tensor.of(new Op.Conv1d(op.stride(), op.padding(), 1, 1), g, w);
        yield gx.slice(2, Dim.of(0), x.dim(2));
      }
      case 1 -> correlate(g, x, op.stride(), op.padding(), 1, w.dim(2)).transpose(1, 0, 2);
      default -> bias(g);
    };
  }

  private static Tensor bias(Tensor g) { // (b, c, t) → (c)
    return g.sum(2).sum(0).reshape(Shape.of(g.dim(1)));
  }

  private static Tensor input(Op.Conv1d op, Tensor x, Tensor w, Tensor g) {
    long width = w.dim(2).fixed();
    if (op.dilation() == 1) {
      var full = Tensor.of(new Op.ConvTranspose1d(op.stride(), 0), g, w);
      return cut(full, op.padding(), x.dim(2));
    }
    var spread = op.stride() == 1 ? g : spread(g, op.stride());
    int reach = (int) (op.dilation() * (width - 1));
    var turned = reversed(w).transpose(1, 0, 2);
    var full = Tensor.of(new Op.Conv1d(1, reach, op.dilation(), 1), spread, turned);
    return cut(full, op.padding(), x.dim(2));
  }

  /// The places from `before` on, as many as `length`; zeros where there are none.
  private static Tensor cut(Tensor full, int before, Dim length) {
    var missing = length.plus(before).minus(full.dim(2));
    if (!missing.isFixed()) {
      throw new IllegalArgumentException(
          "the gradient of a convolution needs a length that its stride divides, not " + length);
    }
    var padded = missing.fixed() > 0 ? full.pad(2, 0, missing.fixed()) : full;
    return padded.slice(2, Dim.of(before), length.plus(before));
  }

  /// `stride − 1` zeros after every place.
  private static Tensor spread(Tensor g, int stride) {
    var b = g.dim(0);
    var c = g.dim(1);
    var t = g.dim(2);
    return g.reshape(Shape.of(b, c, t, Dim.of(1)))
        .pad(3, 0, stride - 1)
        .reshape(Shape.of(b, c, t.times(stride)));
  }

  private static Tensor reversed(Tensor w) {
    var places = new ArrayList<Tensor>();
    for (long k = w.dim(2).fixed() - 1; k >= 0; k--) {
      places.add(w.slice(2, k, k + 1));
    }
    return Tensor.of(new Op.Concat(2), places);
  }

  private static Tensor weight(Op.Conv1d op, Tensor x, Tensor w, Tensor g) {
    return correlate(x, g, op.stride(), op.padding(), op.dilation(), w.dim(2)).transpose(1, 0, 2);
  }

  /// `Σ over b and m of x[b, i, m·step − padding + k·spacing]·y[b, o, m]` → (i, o, k).
  private static Tensor correlate(
      Tensor x, Tensor y, int step, int padding, int spacing, Dim width) {
    if (!x.shape().isFixed() || !y.shape().isFixed()) {
      throw new IllegalArgumentException(
          "the gradient of a convolution's weight needs fixed lengths, not those of " + x);
    }
    var conv = new Op.Conv1d(spacing, padding, step, 1);
    var all = Tensor.of(conv, x.transpose(1, 0, 2), y.transpose(1, 0, 2));
    return all.slice(2, Dim.of(0), width);
  }

  private static Tensor inputByGroup(Op.Conv1d op, Tensor x, Tensor w, Tensor g) {
    var one = new Op.Conv1d(op.stride(), op.padding(), op.dilation(), 1);
    var xs = x.split(op.groups(), 1);
    var ws = w.split(op.groups(), 0);
    var gs = g.split(op.groups(), 1);
    var parts = new ArrayList<Tensor>();
    for (int i = 0; i < op.groups(); i++) {
      parts.add(input(one, xs.get(i), ws.get(i), gs.get(i)));
    }
    return Tensor.of(new Op.Concat(1), parts);
  }

  private static Tensor weightByGroup(Op.Conv1d op, Tensor x, Tensor w, Tensor g) {
    var one = new Op.Conv1d(op.stride(), op.padding(), op.dilation(), 1);
    var xs = x.split(op.groups(), 1);
    var ws = w.split(op.groups(), 0);
    var gs = g.split(op.groups(), 1);
    var parts = new ArrayList<Tensor>();
    for (int i = 0; i < op.groups(); i++) {
      parts.add(weight(one, xs.get(i), ws.get(i), gs.get(i)));
    }
    return Tensor.of(new Op.Concat(0), parts);
  }
}
