package dev.aulos.graph;

import java.util.ArrayList;
import java.util.List;

/// Broadcasting in reverse.
final class Broadcast {
  private Broadcast() {}

  /// The sum of `g` over all axes along which `shape` was repeated.
  static Tensor undo(Tensor g, Shape shape) {
    if (g.shape().equals(shape)) {
      return g;
    }
    int kept = shape.rank();
    while (kept > 0 && isOne(shape.dim(-kept))) {
      kept--; // leading ones are summed over together with what is before them
    }
    var sum = kept < g.shape().rank() ? withoutLeading(g, kept) : g;
    for (int axis = -kept; axis < 0; axis++) {
      if (isOne(shape.dim(axis)) && !isOne(sum.dim(axis))) {
        sum = sum.sum(axis);
      }
    }
    return sum.reshape(shape);
  }

  private static boolean isOne(Dim dim) {
    return dim.equals(Dim.of(1));
  }

  /// The sum over all axes but the last `kept`.
  private static Tensor withoutLeading(Tensor g, int kept) {
    var dims = new ArrayList<>(g.shape().dims());
    var own = new Shape(dims.subList(dims.size() - kept, dims.size()));
    var leading = dims.subList(0, dims.size() - kept);
    if (leading.stream().filter(dim -> !dim.isFixed()).count() > 1) {
      var sum = g;
      for (int axis = 0; axis < leading.size(); axis++) {
        sum = sum.sum(axis);
      }
      return sum.reshape(own);
    }
    var row = new ArrayList<Dim>();
    row.add(product(leading));
    row.addAll(own.dims());
    return g.reshape(new Shape(row)).sum(0).reshape(own);
  }

  /// (…, n) → (rows, n).
  static Tensor rows(Tensor x) {
    var dims = x.shape().dims();
    return x.shape().rank() == 2
        ? x
        : x.reshape(Shape.of(product(dims.subList(0, dims.size() - 1)), x.dim(-1)));
  }

  private static Dim product(List<Dim> dims) {
    var product = Dim.of(1);
    for (var dim : dims) {
      product = product.times(dim);
    }
    return product;
  }
}
