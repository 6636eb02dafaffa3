package dev.aulos.testkit;

import static dev.aulos.testkit.OpKind.CONCAT;
import static dev.aulos.testkit.OpKind.EXPAND;
import static dev.aulos.testkit.OpKind.GATHER;
import static dev.aulos.testkit.OpKind.PAD;
import static dev.aulos.testkit.OpKind.RESHAPE;
import static dev.aulos.testkit.OpKind.SLICE;
import static dev.aulos.testkit.OpKind.TRANSPOSE;
import static dev.aulos.testkit.Sketch.L;

import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Samples of the ops that move elements.
final class MovementSamples {
  private static final Dim ONE = Dim.of(1);
  private static final Dim TWO = Dim.of(2);
  private static final Dim THREE = Dim.of(3);
  private static final Shape SYMBOLIC = Shape.of(TWO, L, THREE);

  private MovementSamples() {}

  static List<OpSample> reshape() {
    return List.of(
        reshape(Shape.of(3, 4), Shape.of(12)),
        reshape(Shape.of(2, 3, 5), Shape.of(5, 6)),
        reshape(Shape.of(1), Sketch.SCALAR),
        reshape(Sketch.SCALAR, Shape.of(1, 1, 1)),
        reshape(SYMBOLIC, Shape.of(L, Dim.of(6))),
        reshape(Shape.of(TWO, L.times(4), THREE), Shape.of(TWO, L, Dim.of(2), Dim.of(6))),
        reshape(Shape.of(TWO, L, Dim.of(5), THREE), Shape.of(TWO, L.times(5), THREE)),
        reshape(SYMBOLIC, Shape.of(L.times(6))));
  }

  private static OpSample reshape(Shape from, Shape to) {
    var sketch = new Sketch(RESHAPE, from + " to " + to);
    return sketch.gives(Tensor.of(new Op.Reshape(to), sketch.x(from)));
  }

  static List<OpSample> transpose() {
    var samples = new ArrayList<OpSample>();
    samples.add(transpose(Shape.of(3, 5), 1, 0));
    samples.add(transpose(Shape.of(3, 5), 0, 1));
    samples.add(transpose(Shape.of(2, 3, 4, 5), 0, 2, 1, 3));
    samples.add(transpose(Shape.of(2, 3, 4, 5), 3, 0, 2, 1));
    samples.add(transpose(Shape.of(2, 3, 4, 5), 3, 2, 1, 0));
    samples.add(transpose(Shape.of(2, 3, 4), -1, 0, -2));
    samples.add(transpose(Shape.of(1, 7, 1), 2, 0, 1));
    samples.add(transpose(Shape.of(4), 0));
    samples.add(transpose(SYMBOLIC, 0, 2, 1));
    samples.add(transpose(SYMBOLIC, 1, 2, 0));
    var ids = new Sketch(TRANSPOSE, "of I64");
    samples.add(ids.gives(ids.ids(99, Shape.of(3, 4)).transpose(1, 0)));
    return samples;
  }

  private static OpSample transpose(Shape shape, Integer... axes) {
    var sketch = new Sketch(TRANSPOSE, List.of(axes) + " of " + shape);
    return sketch.gives(sketch.x(shape).transpose(axes));
  }

  static List<OpSample> slice() {
    var samples = new ArrayList<OpSample>();
    samples.add(slice(Shape.of(7), 0, Dim.of(2), Dim.of(5)));
    samples.add(slice(Shape.of(3, 4, 5), 0, Dim.of(1), Dim.of(3)));
    samples.add(slice(Shape.of(3, 4, 5), 1, Dim.of(0), Dim.of(1)));
    samples.add(slice(Shape.of(3, 4, 5), -1, Dim.of(4), Dim.of(5)));
    samples.add(slice(Shape.of(3, 4, 5), -2, Dim.of(0), Dim.of(4)));
    samples.add(slice(SYMBOLIC, 1, Dim.of(0), L));
    samples.add(slice(SYMBOLIC, 1, L.plus(-1), L));
    samples.add(slice(Shape.of(TWO, L.times(2)), -1, L.plus(-1), L.plus(1)));
    samples.add(slice(Shape.of(TWO, L.times(2)), 1, L, L.times(2)));
    samples.add(slice(Shape.of(TWO, L.plus(3)), 1, Dim.of(2), L.plus(2)));
    samples.add(slice(SYMBOLIC, -1, Dim.of(1), Dim.of(3)));
    var ids = new Sketch(SLICE, "of I64");
    samples.add(ids.gives(ids.ids(9, Shape.of(L.plus(1))).slice(0, Dim.of(1), L.plus(1))));
    return samples;
  }

  private static OpSample slice(Shape shape, int axis, Dim start, Dim end) {
    var sketch = new Sketch(SLICE, start + " to " + end + " on " + axis + " of " + shape);
    return sketch.gives(Tensor.of(new Op.Slice(axis, start, end), sketch.x(shape)));
  }

  static List<OpSample> concat() {
    var samples = new ArrayList<OpSample>();
    samples.add(concat(0, Shape.of(3)));
    samples.add(concat(0, Shape.of(2, 5), Shape.of(3, 5)));
    samples.add(concat(-1, Shape.of(2, 5), Shape.of(2, 1)));
    samples.add(concat(1, Shape.of(2, 5, 3), Shape.of(2, 1, 3), Shape.of(2, 4, 3)));
    samples.add(concat(-2, Shape.of(2, 5, 3), Shape.of(2, 1, 3), Shape.of(2, 4, 3)));
    samples.add(concat(1, SYMBOLIC, SYMBOLIC, Shape.of(2, 4, 3)));
    samples.add(concat(1, Shape.of(2, 1, 3), Shape.of(TWO, L.times(2).plus(1), THREE)));
    samples.add(concat(-1, SYMBOLIC, Shape.of(TWO, L, ONE)));
    var twice = new Sketch(CONCAT, "of one tensor twice");
    var x = twice.x(SYMBOLIC);
    samples.add(twice.gives(Tensor.concat(2, x, x)));
    var ids = new Sketch(CONCAT, "of I64");
    var last = Tensor.constant(NdArray.of(new long[] {1}, 1));
    samples.add(ids.gives(Tensor.concat(0, ids.ids(9, Shape.of(L)), last)));
    return samples;
  }

  private static OpSample concat(int axis, Shape... shapes) {
    var sketch = new Sketch(CONCAT, "on " + axis + " of " + List.of(shapes));
    var parts = new ArrayList<Tensor>();
    for (var shape : shapes) {
      parts.add(sketch.x(shape));
    }
    return sketch.gives(Tensor.of(new Op.Concat(axis), parts));
  }

  static List<OpSample> pad() {
    return List.of(
        pad(Shape.of(5), 0, 2, 3),
        pad(Shape.of(1), 0, 0, 1),
        pad(Shape.of(2, 3, 4), 0, 1, 0),
        pad(Shape.of(2, 3, 4), 1, 0, 2),
        pad(Shape.of(2, 3, 4), -1, 3, 1),
        pad(Shape.of(2, 3, 4), -2, 0, 0),
        pad(SYMBOLIC, 1, 2, 1),
        pad(SYMBOLIC, -1, 0, 4));
  }

  private static OpSample pad(Shape shape, int axis, long before, long after) {
    var sketch = new Sketch(PAD, before + " and " + after + " on " + axis + " of " + shape);
    return sketch.gives(Tensor.of(new Op.Pad(axis, before, after), sketch.x(shape)));
  }

  static List<OpSample> expand() {
    return List.of(
        expand(Shape.of(1), Shape.of(5)),
        expand(Sketch.SCALAR, Shape.of(2, 3)),
        expand(Shape.of(3, 1), Shape.of(3, 4)),
        expand(Shape.of(1, 3), Shape.of(4, 3)),
        expand(Shape.of(3), Shape.of(2, 4, 3)),
        expand(Shape.of(2, 1, 3, 1), Shape.of(2, 5, 3, 7)),
        expand(Shape.of(TWO, L, ONE), SYMBOLIC),
        symbolicTarget());
  }

  private static OpSample expand(Shape from, Shape to) {
    var sketch = new Sketch(EXPAND, from + " to " + to);
    return sketch.gives(Tensor.of(new Op.Expand(to), sketch.x(from)));
  }

  /// The length comes from another input.
  private static OpSample symbolicTarget() {
    var sketch = new Sketch(EXPAND, "to a symbolic length");
    var wide = sketch.x(2, 1, 3).expand(Shape.of(TWO, L.plus(1), THREE));
    return sketch.gives(Tensor.concat(1, wide, sketch.x(SYMBOLIC)));
  }

  static List<OpSample> gather() {
    var samples = new ArrayList<OpSample>();
    samples.add(gather(Shape.of(4)));
    samples.add(gather(Sketch.SCALAR));
    samples.add(gather(Shape.of(1, 1)));
    samples.add(gather(Shape.of(3, 20)));
    samples.add(gather(Shape.of(TWO, L)));
    samples.add(gather(Shape.of(L, L.plus(1))));
    var ids = new Sketch(GATHER, "with repeated constant ids from an input");
    var repeated = Tensor.constant(NdArray.of(new long[] {2, 0, 2, 2, 4, 0}, 2, 3));
    samples.add(ids.gives(ids.x(5, 3).gather(repeated)));
    var one = new Sketch(GATHER, "from a table of one");
    samples.add(one.gives(one.w(1, 1).gather(one.ids(1, Shape.of(3)))));
    return samples;
  }

  private static OpSample gather(Shape ids) {
    var sketch = new Sketch(GATHER, "ids " + ids);
    return sketch.gives(sketch.w(7, 5).gather(sketch.ids(7, ids)));
  }
}
