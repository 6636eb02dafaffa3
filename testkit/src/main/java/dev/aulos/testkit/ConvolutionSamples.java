package dev.aulos.testkit;

import static dev.aulos.testkit.OpKind.CONV;
import static dev.aulos.testkit.OpKind.CONV_TRANSPOSE;
import static dev.aulos.testkit.Sketch.L;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Samples of convolutions over time.
final class ConvolutionSamples {
  private ConvolutionSamples() {}

  static List<OpSample> conv() {
    var samples = new ArrayList<OpSample>();
    for (long b : new long[] {1, 3}) {
      samples.addAll(conv(new Op.Conv1d(1, 0, 1, 1), Shape.of(b, 3, 11), 4, 3));
      samples.addAll(conv(new Op.Conv1d(1, 3, 1, 1), Shape.of(b, 3, 11), 5, 7));
      samples.addAll(conv(new Op.Conv1d(1, 0, 1, 1), Shape.of(b, 3, 9), 2, 1));
      samples.addAll(conv(new Op.Conv1d(1, 1, 1, 1), Shape.of(b, 2, 8), 3, 2));
      samples.addAll(conv(new Op.Conv1d(1, 9, 3, 1), Shape.of(b, 2, 13), 3, 7));
      samples.addAll(conv(new Op.Conv1d(2, 1, 1, 1), Shape.of(b, 3, 12), 4, 4));
      samples.addAll(conv(new Op.Conv1d(3, 2, 2, 1), Shape.of(b, 3, 17), 4, 3));
      samples.addAll(conv(new Op.Conv1d(5, 0, 1, 1), Shape.of(b, 2, 16), 3, 2));
      samples.addAll(conv(new Op.Conv1d(1, 1, 1, 2), Shape.of(b, 4, 7), 6, 3));
      samples.addAll(conv(new Op.Conv1d(1, 2, 1, 6), Shape.of(b, 6, 7), 6, 5));
      samples.addAll(conv(new Op.Conv1d(2, 2, 2, 3), Shape.of(b, 6, 9), 9, 3));
      samples.addAll(conv(new Op.Conv1d(1, 3, 1, 1), Shape.of(b, 2, 1), 3, 7));
    }
    samples.addAll(conv(new Op.Conv1d(1, 27, 9, 1), Shape.of(1, 2, 5000), 2, 7));
    samples.addAll(conv(new Op.Conv1d(2, 2, 1, 1), Shape.of(1, 2, 9000), 2, 4));
    samples.addAll(conv(new Op.Conv1d(1, 1, 1, 1), Shape.of(Dim.of(2), Dim.of(3), L), 4, 3));
    samples.addAll(
        conv(new Op.Conv1d(2, 1, 1, 1), Shape.of(Dim.of(1), Dim.of(3), L.times(2)), 4, 4));
    samples.addAll(conv(new Op.Conv1d(1, 2, 1, 1), Shape.of(L, Dim.of(3), Dim.of(6)), 4, 5));
    samples.add(kernelFromInput());
    return samples;
  }

  private static List<OpSample> conv(Op.Conv1d op, Shape x, long out, long kernel) {
    var name = op + " of " + x + " to " + out + ", kernel " + kernel;
    var plain = new Sketch(CONV, name);
    var biased = new Sketch(CONV, name + ", with bias");
    long in = x.dim(1).fixed() / op.groups();
    return List.of(
        plain.gives(Tensor.of(op, plain.x(x), plain.w(out, in, kernel))),
        biased.gives(Tensor.of(op, biased.x(x), biased.w(out, in, kernel), biased.w(out))));
  }

  private static OpSample kernelFromInput() {
    var sketch = new Sketch(CONV, "kernel from an input");
    var op = new Op.Conv1d(1, 1, 1, 1);
    return sketch.gives(Tensor.of(op, sketch.x(2, 3, 8), sketch.x(4, 3, 3)));
  }

  static List<OpSample> convTranspose() {
    var samples = new ArrayList<OpSample>();
    for (long b : new long[] {1, 3}) {
      for (int stride : new int[] {1, 2, 3, 4, 5, 8}) {
        var op = new Op.ConvTranspose1d(stride, (stride + 1) / 2); // as Oobleck's upsampling
        samples.addAll(convTranspose(op, Shape.of(b, 3, 7), 2, 2L * stride));
      }
      samples.addAll(convTranspose(new Op.ConvTranspose1d(1, 1), Shape.of(b, 3, 6), 4, 3));
      samples.addAll(convTranspose(new Op.ConvTranspose1d(2, 2), Shape.of(b, 3, 6), 4, 5));
      samples.addAll(convTranspose(new Op.ConvTranspose1d(4, 3), Shape.of(b, 2, 5), 3, 7));
      samples.addAll(convTranspose(new Op.ConvTranspose1d(3, 0), Shape.of(b, 2, 5), 3, 1));
      samples.addAll(convTranspose(new Op.ConvTranspose1d(2, 0), Shape.of(b, 2, 1), 3, 4));
    }
    var symbolic = Shape.of(Dim.of(2), Dim.of(3), L);
    samples.addAll(convTranspose(new Op.ConvTranspose1d(4, 2), symbolic, 2, 8));
    samples.addAll(convTranspose(new Op.ConvTranspose1d(5, 3), symbolic, 2, 10));
    return samples;
  }

  private static List<OpSample> convTranspose(
      Op.ConvTranspose1d op, Shape x, long out, long kernel) {
    var name = op + " of " + x + " to " + out + ", kernel " + kernel;
    var plain = new Sketch(CONV_TRANSPOSE, name);
    var biased = new Sketch(CONV_TRANSPOSE, name + ", with bias");
    long in = x.dim(1).fixed();
    return List.of(
        plain.gives(Tensor.of(op, plain.x(x), plain.w(in, out, kernel))),
        biased.gives(Tensor.of(op, biased.x(x), biased.w(in, out, kernel), biased.w(out))));
  }
}
