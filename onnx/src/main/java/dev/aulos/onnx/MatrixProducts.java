package dev.aulos.onnx;

import dev.aulos.graph.DType;
import dev.aulos.graph.Op;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OnnxModel.Attribute;
import dev.aulos.onnx.OnnxModel.Kind;
import java.util.ArrayList;
import java.util.List;

/// Matrix products. A transposed side is read so by the kernel: a parameter is never turned around
/// into a copy.
final class MatrixProducts {
  private final ModelBuilder model;
  private final Values values;

  MatrixProducts(ModelBuilder model, Values values) {
    this.model = model;
    this.values = values;
  }

  void lower(Tensor x, Op.MatMul op) {
    var a = Side.of(x.inputs().get(0), op.transposeA());
    var b = Side.of(x.inputs().get(1), op.transposeB());
    values.putFlat(x, x.type() == DType.F32 ? fused(x, a, b) : plain(x, a, b));
  }

  private String fused(Tensor x, Side a, Side b) {
    var in = List.of(values.flat(a.matrix), values.flat(b.matrix));
    if (!a.transposed && !b.transposed) {
      return model.node(values.path(x), Kind.standard("MatMul"), in);
    }
    return model.node(
        values.path(x),
        Kind.microsoft("FusedMatMul"),
        in,
        new Attribute.Int("transA", a.transposed ? 1 : 0),
        new Attribute.Int("transB", b.transposed ? 1 : 0));
  }

  private String plain(Tensor x, Side a, Side b) {
    return model.node(values.path(x), Kind.standard("MatMul"), List.of(turned(x, a), turned(x, b)));
  }

  private String turned(Tensor x, Side side) {
    var value = values.flat(side.matrix);
    if (!side.transposed) {
      return value;
    }
    var axes = new Attribute.Ints("perm", swapped(side.matrix.shape().rank()));
    return model.node(values.path(x), Kind.standard("Transpose"), List.of(value), axes);
  }

  private static List<Long> swapped(int rank) {
    var axes = new ArrayList<Long>();
    for (long i = 0; i < rank - 2; i++) {
      axes.add(i);
    }
    axes.add(rank - 1L);
    axes.add(rank - 2L);
    return axes;
  }

  /// One side of a product, seen through a transposition of its last two axes.
  private record Side(Tensor matrix, boolean transposed) {
    static Side of(Tensor x, boolean transposed) {
      if (x.op() instanceof Op.Transpose transpose) {
        var axes = new ArrayList<Long>();
        transpose.axes().forEach(axis -> axes.add((long) x.shape().axis(axis)));
        if (axes.size() >= 2 && axes.equals(swapped(axes.size()))) {
          return new Side(x.inputs().get(0), !transposed);
        }
      }
      return new Side(x, transposed);
    }
  }
}
