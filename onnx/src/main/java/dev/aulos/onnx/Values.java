package dev.aulos.onnx;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OnnxModel.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The model's values that tensors have become, in one or both of two forms.
///
/// The flat form has the tensor's own shape. The planar form has an axis of extent 1 before the
/// last, so that (b, c, t) is an image of height 1: ONNX Runtime's convolutions are several times
/// faster on images. Each form is made from the other when first asked for; neither is a copy.
final class Values {
  private final ModelBuilder model;
  private final Map<Tensor, String> flat = new HashMap<>();
  private final Map<Tensor, String> planar = new HashMap<>();
  private final Map<Tensor, String> paths = new HashMap<>();

  Values(ModelBuilder model) {
    this.model = model;
  }

  /// Whether the tensor has become a value.
  boolean has(Tensor tensor) {
    return flat.containsKey(tensor) || planar.containsKey(tensor) || isKnown(tensor);
  }

  /// Whether the tensor was made in planar form.
  boolean isPlanar(Tensor tensor) {
    return planar.containsKey(tensor) && !isKnown(tensor);
  }

  void putFlat(Tensor tensor, String value) {
    flat.put(tensor, value);
  }

  void putPlanar(Tensor tensor, String value) {
    planar.put(tensor, value);
  }

  /// Has `copy` stand for the same value as `original`.
  void alias(Tensor copy, Tensor original) {
    if (planar.containsKey(original)) {
      planar.put(copy, planar(original));
    } else {
      flat.put(copy, flat(original));
    }
  }

  /// The tensor in its own shape.
  String flat(Tensor tensor) {
    var value = flat.get(tensor);
    if (value == null) {
      value = isKnown(tensor) ? known(tensor, tensor.shape()) : reshaped(tensor, "Squeeze", planar);
      flat.put(tensor, value);
    }
    return value;
  }

  /// The tensor with an axis of extent 1 before the last; itself if it has less than two axes, for
  /// then it broadcasts alike.
  String planar(Tensor tensor) {
    if (tensor.shape().rank() < 2) {
      return flat(tensor);
    }
    var value = planar.get(tensor);
    if (value == null) {
      value =
          isKnown(tensor)
              ? known(tensor, planar(tensor.shape()))
              : reshaped(tensor, "Unsqueeze", flat);
      planar.put(tensor, value);
    }
    return value;
  }

  private String reshaped(Tensor tensor, String op, Map<Tensor, String> other) {
    var value = other.get(tensor);
    if (value == null) {
      throw new IllegalStateException("used before it is made: " + tensor);
    }
    var axis = model.integers(tensor.shape().rank() - 1);
    return model.node(path(tensor), Kind.standard(op), List.of(value, axis));
  }

  static Shape planar(Shape shape) {
    var dims = new ArrayList<>(shape.dims());
    dims.add(dims.size() - 1, Dim.of(1));
    return new Shape(dims);
  }

  /// Where the tensor belongs in the tree of parameters: at the place of the parameter among its
  /// operands, else where its first placed operand belongs, else nowhere.
  String path(Tensor tensor) {
    return paths.getOrDefault(tensor, "");
  }

  /// Places the tensor; operands first.
  void place(Tensor tensor) {
    if (tensor.op() instanceof Op.Parameter parameter) {
      int dot = parameter.path().lastIndexOf('.');
      paths.put(tensor, dot < 0 ? "" : parameter.path().substring(0, dot));
      return;
    }
    var chosen = "";
    for (var operand : tensor.inputs()) {
      if (Origin.of(operand).tensor.op() instanceof Op.Parameter) {
        chosen = path(operand);
        break;
      }
      chosen = chosen.isEmpty() ? path(operand) : chosen;
    }
    paths.put(tensor, chosen);
  }

  /// Whether the tensor is a parameter or a constant, or one of these under another shape, or
  /// neighbouring elements of a parameter: such a value needs no node in any shape.
  boolean isKnown(Tensor tensor) {
    var origin = Origin.of(tensor);
    return origin.tensor.op() instanceof Op.Parameter
        || (origin.tensor.op() instanceof Op.Constant && origin.isWhole);
  }

  private String known(Tensor tensor, Shape shape) {
    var origin = Origin.of(tensor);
    var op = origin.tensor.op();
    return op instanceof Op.Parameter parameter
        ? model.parameter(parameter.path(), origin.start, shape)
        : model.constant(((Op.Constant) op).value().reshape(shape.fixed()));
  }

  /// What a tensor is a view of.
  ///
  /// @param start index there of the tensor's first element
  /// @param isWhole whether the tensor has all its elements
  private record Origin(Tensor tensor, long start, boolean isWhole) {
    static Origin of(Tensor view) {
      var tensor = view;
      long start = 0;
      boolean isWhole = true;
      while (true) {
        if (tensor.op() instanceof Op.Slice slice && isRows(tensor, slice)) {
          start += slice.start().fixed() * rowSize(tensor.shape());
          isWhole = false;
        } else if (!(tensor.op() instanceof Op.Reshape)) {
          return new Origin(tensor, start, isWhole);
        }
        tensor = tensor.inputs().get(0);
      }
    }

    private static boolean isRows(Tensor tensor, Op.Slice slice) {
      return slice.axis() == 0
          && slice.start().isFixed()
          && tensor.shape().dims().stream().allMatch(Dim::isFixed)
          && slice.start().fixed() >= 0;
    }

    private static long rowSize(Shape shape) {
      long size = 1;
      for (int axis = 1; axis < shape.rank(); axis++) {
        size *= shape.dim(axis).fixed();
      }
      return size;
    }
  }
}
