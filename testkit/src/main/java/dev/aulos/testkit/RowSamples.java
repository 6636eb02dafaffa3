package dev.aulos.testkit;

import static dev.aulos.testkit.OpKind.LAYER_NORM;
import static dev.aulos.testkit.OpKind.REDUCE;
import static dev.aulos.testkit.OpKind.RMS_NORM;
import static dev.aulos.testkit.OpKind.SOFTMAX;
import static dev.aulos.testkit.Sketch.L;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Samples of the ops that fold an axis, or work on rows.
final class RowSamples {
  private static final Shape SYMBOLIC = Shape.of(Dim.of(3), L, Dim.of(4));
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(7),
          Shape.of(1),
          Shape.of(3, 5),
          Shape.of(1, 4, 13),
          Shape.of(3, 2, 2, 9),
          Shape.of(2, 3000),
          SYMBOLIC,
          Shape.of(Dim.of(3), L));

  private RowSamples() {}

  static List<OpSample> reduce() {
    var samples = new ArrayList<OpSample>();
    for (var function : Op.Reduce.Function.values()) {
      for (int axis = -3; axis < 3; axis++) {
        samples.add(fold(function, axis, Draw.normal(), Shape.of(3, 5, 7)));
        samples.add(fold(function, axis, Draw.normal(), SYMBOLIC));
      }
      samples.add(fold(function, 0, Draw.normal(), Shape.of(5000)));
      samples.add(fold(function, 1, Draw.normal(), Shape.of(3, 1, 2)));
      samples.add(fold(function, -1, Draw.between(-9, -8), Shape.of(3, 5)));
    }
    return samples;
  }

  private static OpSample fold(Op.Reduce.Function function, int axis, Draw draw, Shape shape) {
    var sketch = new Sketch(REDUCE, function + " over " + axis + " of " + shape);
    return sketch.gives(Tensor.of(new Op.Reduce(function, axis), sketch.x(draw, shape)));
  }

  static List<OpSample> softmax() {
    var samples = new ArrayList<OpSample>();
    for (var shape : SHAPES) {
      samples.add(softmax("", Draw.normal(), shape));
    }
    samples.add(softmax("of large magnitudes", Draw.scaled(1000), Shape.of(5, 11)));
    samples.add(softmax("of large negatives", Draw.between(-1e6, -1e6 + 4), Shape.of(3, 5)));
    samples.add(softmax("of equal numbers", Draw.constant(88), Shape.of(2, 7)));
    return samples;
  }

  private static OpSample softmax(String name, Draw draw, Shape shape) {
    var sketch = new Sketch(SOFTMAX, name + shape);
    return sketch.gives(sketch.x(draw, shape).softmax());
  }

  static List<OpSample> layerNorm() {
    var samples = new ArrayList<OpSample>();
    for (var shape : List.of(Shape.of(7), Shape.of(1, 5, 13), Shape.of(3, 2, 300), SYMBOLIC)) {
      samples.add(layerNorm("", 1e-5f, Draw.normal(), shape));
    }
    samples.add(layerNorm("with a large epsilon", 0.5f, Draw.normal(), Shape.of(2, 5)));
    samples.add(layerNorm("of constant rows", 1e-5f, Draw.constant(3.25), Shape.of(3, 8)));
    samples.add(layerNorm("far from zero", 1e-5f, Draw.between(10, 12), Shape.of(3, 64)));
    samples.add(layerNorm("of rows of one", 1e-5f, Draw.normal(), Shape.of(4, 1)));
    var given = new Sketch(LAYER_NORM, "with weight and bias from inputs");
    samples.add(
        given.gives(Tensor.of(new Op.LayerNorm(1e-6f), given.x(2, 6), given.x(6), given.x(6))));
    return samples;
  }

  private static OpSample layerNorm(String name, float epsilon, Draw draw, Shape shape) {
    var sketch = new Sketch(LAYER_NORM, name + shape);
    long d = shape.dim(-1).fixed();
    var op = new Op.LayerNorm(epsilon);
    return sketch.gives(Tensor.of(op, sketch.x(draw, shape), sketch.w(d), sketch.w(d)));
  }

  static List<OpSample> rmsNorm() {
    var samples = new ArrayList<OpSample>();
    for (var shape : List.of(Shape.of(7), Shape.of(1, 5, 13), Shape.of(3, 2, 300), SYMBOLIC)) {
      samples.add(rmsNorm("", 1e-6f, Draw.normal(), shape));
    }
    samples.add(rmsNorm("with a large epsilon", 0.5f, Draw.normal(), Shape.of(2, 5)));
    samples.add(rmsNorm("of zero rows", 1e-6f, Draw.constant(0), Shape.of(3, 8)));
    samples.add(rmsNorm("of large numbers", 1e-6f, Draw.scaled(1e4), Shape.of(3, 16)));
    return samples;
  }

  private static OpSample rmsNorm(String name, float epsilon, Draw draw, Shape shape) {
    var sketch = new Sketch(RMS_NORM, name + shape);
    var op = new Op.RmsNorm(epsilon);
    return sketch.gives(Tensor.of(op, sketch.x(draw, shape), sketch.w(shape.dim(-1).fixed())));
  }
}
