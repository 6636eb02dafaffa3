package dev.aulos.onnx;

import dev.aulos.graph.Op;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OnnxModel.Attribute;
import dev.aulos.onnx.OnnxModel.Kind;
import java.util.ArrayList;
import java.util.List;

/// Convolutions over time, as convolutions of images of height 1.
final class Convolutions {
  private final ModelBuilder model;
  private final Values values;

  Convolutions(ModelBuilder model, Values values) {
    this.model = model;
    this.values = values;
  }

  void lower(Tensor x, Op.Conv1d op) {
    convolve(
        x,
        "Conv",
        pair("strides", 1, op.stride()),
        new Attribute.Ints("pads", List.of(0L, (long) op.padding(), 0L, (long) op.padding())),
        pair("dilations", 1, op.dilation()),
        new Attribute.Int("group", op.groups()));
  }

  void lower(Tensor x, Op.ConvTranspose1d op) {
    convolve(
        x,
        "ConvTranspose",
        pair("strides", 1, op.stride()),
        new Attribute.Ints("pads", List.of(0L, (long) op.padding(), 0L, (long) op.padding())));
  }

  private void convolve(Tensor x, String op, Attribute... attributes) {
    var in = new ArrayList<String>();
    x.inputs().forEach(operand -> in.add(values.planar(operand)));
    values.putPlanar(x, model.node(values.path(x), Kind.standard(op), in, attributes));
  }

  private static Attribute pair(String name, long height, long width) {
    return new Attribute.Ints(name, List.of(height, width));
  }
}
