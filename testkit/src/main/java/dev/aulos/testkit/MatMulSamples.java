package dev.aulos.testkit;

import static dev.aulos.testkit.OpKind.MATMUL;
import static dev.aulos.testkit.Sketch.L;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Samples of matrix products, each in the four ways to read its operands.
final class MatMulSamples {
  private static final Dim THREE = Dim.of(3);
  private static final Dim FIVE = Dim.of(5);

  private MatMulSamples() {}

  static List<OpSample> matmul() {
    var samples = new ArrayList<OpSample>();
    for (boolean transposeA : new boolean[] {false, true}) {
      for (boolean transposeB : new boolean[] {false, true}) {
        samples.addAll(products(new Op.MatMul(transposeA, transposeB)));
      }
    }
    return samples;
  }

  private static List<OpSample> products(Op.MatMul op) {
    return List.of(
        product(op, Shape.of(3, 5), Shape.of(5, 7)),
        product(op, Shape.of(1, 1), Shape.of(1, 1)),
        product(op, Shape.of(1, 6), Shape.of(6, 4)),
        product(op, Shape.of(4, 1), Shape.of(1, 6)),
        product(op, Shape.of(7, 6), Shape.of(6, 1)),
        product(op, Shape.of(5, 1031), Shape.of(1031, 3)),
        product(op, Shape.of(3, 2, 5), Shape.of(5, 7)),
        product(op, Shape.of(2, 5), Shape.of(3, 5, 7)),
        product(op, Shape.of(2, 1, 4, 5), Shape.of(3, 5, 6)),
        product(op, Shape.of(1, 2, 4, 5), Shape.of(3, 1, 5, 6)),
        product(op, Shape.of(THREE, L, FIVE), Shape.of(5, 4)),
        product(op, Shape.of(THREE, L, FIVE), Shape.of(THREE, FIVE, L)),
        product(op, Shape.of(THREE, FIVE, L), Shape.of(L, FIVE)),
        linear(op, Shape.of(3, 4, 5)),
        linear(op, Shape.of(Dim.of(1), L, FIVE)));
  }

  /// The shapes as they are when nothing is transposed.
  private static OpSample product(Op.MatMul op, Shape a, Shape b) {
    var sketch = new Sketch(MATMUL, name(op, a, b));
    var left = sketch.x(op.transposeA() ? flip(a) : a);
    return sketch.gives(Tensor.of(op, left, sketch.x(op.transposeB() ? flip(b) : b)));
  }

  /// With a parameter on the right.
  private static OpSample linear(Op.MatMul op, Shape a) {
    var sketch = new Sketch(MATMUL, name(op, a, Shape.of(5, 8)) + " stored");
    var left = sketch.x(op.transposeA() ? flip(a) : a);
    return sketch.gives(Tensor.of(op, left, op.transposeB() ? sketch.w(8, 5) : sketch.w(5, 8)));
  }

  private static String name(Op.MatMul op, Shape a, Shape b) {
    return a + (op.transposeA() ? "ᵀ" : "") + " · " + b + (op.transposeB() ? "ᵀ" : "");
  }

  private static Shape flip(Shape shape) {
    var dims = new ArrayList<>(shape.dims());
    Collections.swap(dims, dims.size() - 1, dims.size() - 2);
    return new Shape(dims);
  }
}
