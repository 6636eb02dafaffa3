package dev.aulos.testkit;

import static dev.aulos.testkit.OpKind.ATTENTION;
import static dev.aulos.testkit.OpKind.ROTARY;
import static dev.aulos.testkit.Sketch.L;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Samples of attention and of the rotary embedding.
final class AttentionSamples {
  private static final Dim ONE = Dim.of(1);
  private static final Dim THREE = Dim.of(3);

  /// Heads and the width of each, of queries and keys and of values.
  private record Heads(int heads, int kvHeads, long width, long valueWidth) {
    Op.Attention op() {
      return new Op.Attention(heads, kvHeads, (float) (1 / Math.sqrt((double) width)));
    }

    Shape q(Dim b, Dim t) {
      return Shape.of(b, t, Dim.of(heads * width));
    }

    Shape k(Dim b, Dim s) {
      return Shape.of(b, s, Dim.of(kvHeads * width));
    }

    Shape v(Dim b, Dim s) {
      return Shape.of(b, s, Dim.of(kvHeads * valueWidth));
    }
  }

  private AttentionSamples() {}

  static List<OpSample> attention() {
    var samples = new ArrayList<OpSample>();
    for (var heads :
        List.of(
            new Heads(1, 1, 5, 5),
            new Heads(3, 3, 4, 4),
            new Heads(4, 2, 4, 4),
            new Heads(6, 1, 2, 3),
            new Heads(4, 2, 8, 5))) {
      for (var b : List.of(ONE, THREE)) {
        samples.add(plain(heads, b, Dim.of(7), Dim.of(7)));
        samples.add(plain(heads, b, Dim.of(5), Dim.of(3)));
        samples.add(biased(heads, b, Dim.of(5), Dim.of(6), Shape.of(b, ONE, ONE, Dim.of(6))));
      }
      samples.add(plain(heads, ONE, ONE, ONE));
      samples.add(plain(heads, ONE, L, L));
      samples.add(plain(heads, THREE, L, Dim.of(4)));
    }
    samples.addAll(biased(new Heads(4, 4, 3, 3)));
    samples.addAll(biased(new Heads(4, 2, 3, 2)));
    return samples;
  }

  private static List<OpSample> biased(Heads heads) {
    var h = Dim.of(heads.heads());
    var samples = new ArrayList<OpSample>();
    for (var b : List.of(ONE, THREE)) {
      for (var lengths : List.of(List.of(Dim.of(5), Dim.of(6)), List.of(L, L.plus(1)))) {
        var t = lengths.get(0);
        var s = lengths.get(1);
        samples.add(biased(heads, b, t, s, Shape.of(ONE, h, t, s)));
        samples.add(biased(heads, b, t, s, Shape.of(b, ONE, ONE, s)));
        samples.add(biased(heads, b, t, s, Shape.of(b, h, t, s)));
        samples.add(biased(heads, b, t, s, Shape.of(t, s)));
      }
    }
    samples.add(masked(heads));
    return samples;
  }

  private static OpSample plain(Heads heads, Dim b, Dim t, Dim s) {
    var sketch = new Sketch(ATTENTION, heads + " of " + b + ", " + t + ", " + s);
    var q = sketch.x(heads.q(b, t));
    return sketch.gives(Tensor.of(heads.op(), q, sketch.x(heads.k(b, s)), sketch.x(heads.v(b, s))));
  }

  private static OpSample biased(Heads heads, Dim b, Dim t, Dim s, Shape bias) {
    var sketch =
        new Sketch(ATTENTION, heads + " of " + b + ", " + t + ", " + s + " with bias " + bias);
    var q = sketch.x(heads.q(b, t));
    var k = sketch.x(heads.k(b, s));
    return sketch.gives(
        Tensor.of(heads.op(), q, k, sketch.x(heads.v(b, s)), sketch.x(Draw.scaled(2), bias)));
  }

  /// Keys hidden by the most negative number, as text padding is.
  private static OpSample masked(Heads heads) {
    var sketch = new Sketch(ATTENTION, heads + " masked");
    var six = Dim.of(6);
    var hidden =
        Tensor.iota(six).less(Tensor.constant(3.5f)).sub(Tensor.constant(1)).mul(Float.MAX_VALUE);
    var bias = hidden.reshape(1, 1, 1, 6);
    var q = sketch.x(heads.q(THREE, L));
    var k = sketch.x(heads.k(THREE, six));
    return sketch.gives(Tensor.of(heads.op(), q, k, sketch.x(heads.v(THREE, six)), bias));
  }

  static List<OpSample> rotary() {
    var samples = new ArrayList<OpSample>();
    for (var b : List.of(ONE, THREE)) {
      samples.add(rotary(1, 8, 4, b, Dim.of(5)));
      samples.add(rotary(3, 6, 3, b, Dim.of(5)));
      samples.add(rotary(3, 6, 1, b, Dim.of(7)));
      samples.add(rotary(2, 7, 2, b, Dim.of(1)));
      samples.add(rotary(4, 8, 4, b, L));
      samples.add(rotary(4, 8, 2, b, L));
    }
    samples.add(tables());
    return samples;
  }

  private static OpSample rotary(int heads, long width, long half, Dim b, Dim t) {
    var sketch =
        new Sketch(ROTARY, heads + " heads of " + width + ", " + 2 * half + " turned, " + b + t);
    var table = Shape.of(t, Dim.of(half));
    var x = sketch.x(Shape.of(b, t, Dim.of(heads * width)));
    return sketch.gives(Tensor.of(new Op.Rotary(heads), x, sketch.x(table), sketch.x(table)));
  }

  /// Angles made in the graph, as networks do.
  private static OpSample tables() {
    var sketch = new Sketch(ROTARY, "angles made in the graph");
    var angles = Tensor.iota(L).reshape(Shape.of(L, ONE)).mul(sketch.w(1, 3)); // (t, r/2)
    var x = sketch.x(Shape.of(ONE, L, Dim.of(12)));
    return sketch.gives(Tensor.of(new Op.Rotary(2), x, angles.cos(), angles.sin()));
  }
}
