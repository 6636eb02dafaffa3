package dev.aulos.testkit;

import static dev.aulos.testkit.OpKind.CONSTANT;
import static dev.aulos.testkit.OpKind.INPUT;
import static dev.aulos.testkit.OpKind.IOTA;
import static dev.aulos.testkit.OpKind.PARAMETER;
import static dev.aulos.testkit.Sketch.L;

import dev.aulos.graph.Dim;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Samples of the ops without operands.
final class SourceSamples {
  private SourceSamples() {}

  static List<OpSample> input() {
    var samples = new ArrayList<OpSample>();
    var scalar = new Sketch(INPUT, "scalar");
    samples.add(scalar.gives(scalar.x()));
    var vector = new Sketch(INPUT, "straight to the output");
    samples.add(vector.gives(vector.x(7)));
    var ids = new Sketch(INPUT, "I64 straight to the output");
    samples.add(ids.gives(ids.ids(11, Shape.of(2, 3))));
    var symbolic = new Sketch(INPUT, "multiple of a length");
    samples.add(symbolic.gives(symbolic.x(Shape.of(Dim.of(2), L.times(3).plus(1)))));
    var two = new Sketch(INPUT, "two that share a length");
    samples.add(
        two.gives(
            two.x(Shape.of(L, Dim.of(3)))
                .mul(two.x(Shape.of(L.times(1))).reshape(Shape.of(L, Dim.of(1))))));
    return samples;
  }

  static List<OpSample> parameter() {
    var samples = new ArrayList<OpSample>();
    var straight = new Sketch(PARAMETER, "straight to the output");
    samples.add(straight.gives(straight.w(3, 5)));
    var scalar = new Sketch(PARAMETER, "scalar");
    samples.add(scalar.gives(scalar.w().add(scalar.x(3))));
    var used = new Sketch(PARAMETER, "used twice");
    var w = used.w(4);
    samples.add(used.gives(used.x(2, 4).mul(w).add(w)));
    return samples;
  }

  static List<OpSample> constant() {
    var samples = new ArrayList<OpSample>();
    var straight = new Sketch(CONSTANT, "straight to the output");
    samples.add(straight.gives(Tensor.constant(NdArray.of(new float[] {1, -2, 3.5f}, 3))));
    var ids = new Sketch(CONSTANT, "I64 straight to the output");
    samples.add(ids.gives(Tensor.constant(NdArray.of(new long[] {1L << 40, -2}, 2, 1))));
    var scalar = new Sketch(CONSTANT, "scalar");
    samples.add(scalar.gives(Tensor.constant(0.25f).mul(scalar.x(2, 3))));
    var matrix = new Sketch(CONSTANT, "matrix");
    samples.add(matrix.gives(matrix.x(3, 1).add(Tensor.constant(Draw.normal().of(7, 2, 3, 4)))));
    return samples;
  }

  static List<OpSample> iota() {
    var samples = new ArrayList<OpSample>();
    for (long length : new long[] {1, 7, 70_001}) {
      samples.add(new Sketch(IOTA, "of " + length).gives(Tensor.iota(Dim.of(length))));
    }
    var symbolic = new Sketch(IOTA, "symbolic");
    samples.add(symbolic.gives(symbolic.x(Shape.of(L)).mul(Tensor.iota(L))));
    var more = new Sketch(IOTA, "linear in a length");
    var length = L.times(2).plus(1);
    samples.add(more.gives(Tensor.concat(0, more.x(Shape.of(L)), Tensor.iota(length))));
    return samples;
  }
}
