package dev.aulos.onnx;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OnnxModel.Attribute;
import dev.aulos.onnx.OnnxModel.Kind;
import java.util.ArrayList;
import java.util.List;

/// Attention and its position embedding, as ONNX Runtime's fused kernels.
final class Attentions {
  private final ModelBuilder model;
  private final Values values;
  private final Extents extents;

  Attentions(ModelBuilder model, Values values, Extents extents) {
    this.model = model;
    this.values = values;
    this.extents = extents;
  }

  void lower(Tensor x, Op.Rotary op) {
    long width = x.dim(2).fixed() / op.heads();
    long turned = 2 * x.inputs().get(1).dim(1).fixed();
    var in =
        List.of(
            values.flat(x.inputs().get(0)),
            model.integers(0), // the position of the first row
            values.flat(x.inputs().get(1)),
            values.flat(x.inputs().get(2)));
    values.putFlat(
        x,
        model.node(
            values.path(x),
            Kind.microsoft("RotaryEmbedding"),
            in,
            new Attribute.Int("num_heads", op.heads()),
            new Attribute.Int("rotary_embedding_dim", turned == width ? 0 : turned)));
  }

  void lower(Tensor x, Op.Attention op) {
    var in = new ArrayList<String>();
    in.add(values.flat(x.inputs().get(0)));
    in.add(repeated(x, 1, op));
    in.add(repeated(x, 2, op));
    if (x.inputs().size() > 3) {
      in.addAll(List.of("", "", bias(x)));
    }
    values.putFlat(
        x,
        model.node(
            values.path(x),
            Kind.microsoft("MultiHeadAttention"),
            in,
            new Attribute.Int("num_heads", op.heads()),
            new Attribute.Real("scale", op.scale())));
  }

  /// Keys or values (b, s, kvHeads·d) with every head repeated for the query heads it serves.
  private String repeated(Tensor x, int operand, Op.Attention op) {
    var kv = x.inputs().get(operand);
    int times = op.heads() / op.kvHeads();
    if (times == 1) {
      return values.flat(kv);
    }
    long width = kv.dim(2).fixed() / op.kvHeads();
    var split = model.integers(0, 0, op.kvHeads(), 1, width);
    var heads = node(x, "Reshape", values.flat(kv), split); // (b, s, kvHeads, 1, d)
    var many = node(x, "Expand", heads, model.integers(1, 1, 1, times, 1));
    return node(x, "Reshape", many, model.integers(0, 0, op.heads() * width)); // (b, s, heads·d)
  }

  /// The bias with four axes, the last two at full extent, as the kernel needs it.
  private String bias(Tensor x) {
    var bias = x.inputs().get(3);
    var dims = new ArrayList<>(bias.shape().dims());
    while (dims.size() < 4) {
      dims.add(0, Dim.of(1));
    }
    dims.set(2, x.dim(1));
    dims.set(3, x.inputs().get(1).dim(1));
    var full = new Shape(dims);
    return full.equals(bias.shape())
        ? values.flat(bias)
        : node(x, "Expand", values.flat(bias), extents.of(full));
  }

  private String node(Tensor x, String op, String... operands) {
    return model.node(values.path(x), Kind.standard(op), List.of(operands));
  }
}
