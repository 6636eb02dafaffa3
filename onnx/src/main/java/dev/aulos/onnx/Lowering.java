package dev.aulos.onnx;

import dev.aulos.graph.DType;
import dev.aulos.graph.Dim;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.onnx.OnnxModel.Attribute;
import dev.aulos.onnx.OnnxModel.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A [Graph] in ONNX's terms: one rule for every op.
///
/// Fused ops become ONNX Runtime's fused kernels. Convolutions, and everything elementwise that
/// follows them, work on the planar form; see [Values].
final class Lowering {
  private final ModelBuilder model;
  private final Values values;
  private final Extents extents;
  private final MatrixProducts products;
  private final Convolutions convolutions;
  private final Attentions attentions;

  private Lowering(Graph graph, Function<String, DType> types) {
    model = new ModelBuilder(graph.name(), types);
    values = new Values(model);
    extents = new Extents(graph, model);
    products = new MatrixProducts(model, values);
    convolutions = new Convolutions(model, values);
    attentions = new Attentions(model, values, extents);
  }

  /// The model that computes the graph's outputs, in their order, from its inputs, under their
  /// names. A parameter's stored type is what `types` says.
  static OnnxModel lower(Graph graph, Function<String, DType> types) {
    return new Lowering(graph, types).model(graph);
  }

  private OnnxModel model(Graph graph) {
    graph.inputs().forEach((name, x) -> values.putFlat(x, model.input(name, x.type(), x.shape())));
    var reserved = new ArrayList<String>();
    graph.outputs().keySet().forEach(name -> reserved.add(model.reserve(name)));
    graph.nodes().forEach(this::lower);
    int i = 0;
    for (var output : graph.outputs().values()) {
      model.output(values.flat(output), reserved.get(i++), output.type(), output.shape());
    }
    return model.build();
  }

  private void lower(Tensor x) {
    values.place(x);
    if (x.op() instanceof Op.Fused fused && x.type() != DType.F32) {
      expand(x, fused);
      return;
    }
    switch (x.op()) {
      case Op.Input input -> {}
      case Op.Parameter parameter -> {}
      case Op.Constant constant -> {}
      case Op.Iota iota -> iota(x, iota.length());
      case Op.Unary unary -> elementwise(x, Kind.standard(title(unary.function())));
      case Op.Binary binary -> binary(x, binary.function());
      case Op.Reduce reduce -> reduce(x, reduce);
      case Op.MatMul matMul -> products.lower(x, matMul);
      case Op.Reshape reshape -> reshape(x);
      case Op.Transpose transpose -> transpose(x, transpose);
      case Op.Slice slice -> slice(x, slice);
      case Op.Concat concat -> concat(x, concat);
      case Op.Pad pad -> pad(x, pad);
      case Op.Expand expand -> flat(x, "Expand", List.of(extents.of(expand.shape())));
      case Op.Gather gather -> flat(x, "Gather", List.of());
      case Op.Cast cast -> elementwise(x, Kind.standard("Cast"), to(cast.type()));
      case Op.Conv1d conv -> convolutions.lower(x, conv);
      case Op.ConvTranspose1d conv -> convolutions.lower(x, conv);
      case Op.Softmax softmax -> flat(x, "Softmax", List.of(), axis(-1));
      case Op.LayerNorm norm -> layerNorm(x, norm.epsilon());
      case Op.RmsNorm norm ->
          values.putFlat(x, rmsNorm(x, values.flat(x.inputs().get(0)), norm.epsilon()));
      case Op.Silu silu ->
          elementwise(x, Kind.microsoft("QuickGelu"), new Attribute.Real("alpha", 1));
      case Op.Gelu gelu -> elementwise(x, Kind.standard("Gelu"));
      case Op.Softplus softplus -> elementwise(x, Kind.standard("Softplus"));
      case Op.Rotary rotary -> attentions.lower(x, rotary);
      case Op.Attention attention -> attentions.lower(x, attention);
    }
  }

  /// Lowers the parts of a fused op, and has `x` stand for their result.
  private void expand(Tensor x, Op.Fused fused) {
    var result = fused.expand(x.inputs());
    record Frame(Tensor tensor, int next) {}
    var stack = new ArrayDeque<Frame>();
    stack.push(new Frame(result, 0));
    while (!stack.isEmpty()) {
      var frame = stack.pop();
      if (values.has(frame.tensor)) {
        continue;
      }
      if (frame.next < frame.tensor.inputs().size()) {
        stack.push(new Frame(frame.tensor, frame.next + 1));
        stack.push(new Frame(frame.tensor.inputs().get(frame.next), 0));
        continue;
      }
      lower(frame.tensor);
    }
    values.alias(x, result);
  }

  private void iota(Tensor x, Dim length) {
    var zero = model.constant(NdArray.of(new long[] {0}));
    var one = model.constant(NdArray.of(new long[] {1}));
    var end =
        length.isFixed()
            ? model.constant(NdArray.of(new long[] {length.fixed()}))
            : model.node("shapes", Kind.standard("Squeeze"), List.of(extents.of(length)));
    var range = model.node(values.path(x), Kind.standard("Range"), List.of(zero, end, one));
    values.putFlat(
        x, model.node(values.path(x), Kind.standard("Cast"), List.of(range), to(DType.F32)));
  }

  private void binary(Tensor x, Op.Binary.Function function) {
    if (function != Op.Binary.Function.LESS) {
      elementwise(x, Kind.standard(title(function)));
      return;
    }
    boolean planar = isPlanar(x);
    var less = model.node(values.path(x), Kind.standard("Less"), operands(x, planar));
    put(x, planar, model.node(values.path(x), Kind.standard("Cast"), List.of(less), to(x.type())));
  }

  private void reduce(Tensor x, Op.Reduce reduce) {
    boolean planar = isPlanar(x);
    var in = operands(x, planar);
    in.add(model.integers(axis(x, reduce.axis(), planar)));
    var op =
        switch (reduce.function()) {
          case SUM -> "ReduceSum";
          case MEAN -> "ReduceMean";
          case MAX -> "ReduceMax";
        };
    put(x, planar, model.node(values.path(x), Kind.standard(op), in));
  }

  private void reshape(Tensor x) {
    if (values.isKnown(x)) {
      return;
    }
    var from = x.inputs().get(0).shape();
    boolean empty = x.shape().dims().contains(Dim.of(0));
    var target = empty ? null : reshapeTarget(from, x.shape());
    flat(
        x,
        "Reshape",
        List.of(target == null ? extents.of(x.shape()) : model.integers(target)),
        new Attribute.Int("allowzero", empty ? 1 : 0));
  }

  /// The shape as a constant: an extent that stays where it is as 0, one other unknown as −1; null
  /// if more are unknown.
  private static long @Nullable [] reshapeTarget(Shape from, Shape to) {
    var target = new long[to.rank()];
    int unknown = 0;
    for (int i = 0; i < target.length; i++) {
      var dim = to.dim(i);
      if (dim.isFixed()) {
        target[i] = dim.fixed();
      } else if (i >= from.rank() || !from.dim(i).equals(dim)) {
        target[i] = -1;
        unknown++;
      }
    }
    return unknown > 1 ? null : target;
  }

  private void transpose(Tensor x, Op.Transpose transpose) {
    var axes =
        transpose.axes().stream()
            .map(axis -> (long) x.shape().axis(axis))
            .collect(Collectors.toList());
    flat(x, "Transpose", List.of(), new Attribute.Ints("perm", axes));
  }

  private void slice(Tensor x, Op.Slice slice) {
    if (values.isKnown(x)) {
      return;
    }
    boolean planar = isPlanar(x);
    var in = operands(x, planar);
    in.add(extents.of(slice.start()));
    in.add(extents.of(slice.end()));
    in.add(model.integers(axis(x, slice.axis(), planar)));
    put(x, planar, model.node(values.path(x), Kind.standard("Slice"), in));
  }

  private void concat(Tensor x, Op.Concat concat) {
    boolean planar = isPlanar(x);
    var axis = axis(axis(x, concat.axis(), planar));
    put(x, planar, model.node(values.path(x), Kind.standard("Concat"), operands(x, planar), axis));
  }

  private void pad(Tensor x, Op.Pad pad) {
    boolean planar = isPlanar(x);
    int rank = x.shape().rank() + (planar ? 1 : 0);
    var pads = new long[2 * rank];
    pads[axis(x, pad.axis(), planar)] = pad.before();
    pads[rank + axis(x, pad.axis(), planar)] = pad.after();
    var in = operands(x, planar);
    in.add(model.integers(pads));
    put(x, planar, model.node(values.path(x), Kind.standard("Pad"), in));
  }

  /// The mean taken off, then the root-mean-square norm, whose kernel is several times as fast as
  /// that of the whole.
  private void layerNorm(Tensor x, float epsilon) {
    var in = values.flat(x.inputs().get(0));
    var mean = node(x, "ReduceMean", in, model.integers(-1));
    var normed = rmsNorm(x, node(x, "Sub", in, mean), epsilon);
    values.putFlat(x, node(x, "Add", normed, values.flat(x.inputs().get(2))));
  }

  private String rmsNorm(Tensor x, String in, float epsilon) {
    return model.node(
        values.path(x),
        Kind.standard("SimplifiedLayerNormalization"),
        List.of(in, values.flat(x.inputs().get(1))),
        axis(-1),
        new Attribute.Real("epsilon", epsilon));
  }

  private String node(Tensor x, String op, String... operands) {
    return model.node(values.path(x), Kind.standard(op), List.of(operands));
  }

  private void elementwise(Tensor x, Kind kind, Attribute... attributes) {
    boolean planar = isPlanar(x);
    put(x, planar, model.node(values.path(x), kind, operands(x, planar), attributes));
  }

  private void flat(Tensor x, String op, List<String> more, Attribute... attributes) {
    var in = operands(x, false);
    in.addAll(more);
    put(x, false, model.node(values.path(x), Kind.standard(op), in, attributes));
  }

  /// Whether an op that works on either form is to work on the planar one.
  private boolean isPlanar(Tensor x) {
    return x.shape().rank() == 3 && x.inputs().stream().anyMatch(values::isPlanar);
  }

  private List<String> operands(Tensor x, boolean planar) {
    var operands = new ArrayList<String>();
    x.inputs().forEach(in -> operands.add(planar ? values.planar(in) : values.flat(in)));
    return operands;
  }

  private void put(Tensor x, boolean planar, String value) {
    if (planar) {
      values.putPlanar(x, value);
    } else {
      values.putFlat(x, value);
    }
  }

  /// The axis counted from the front of the form that the op works on.
  private static int axis(Tensor x, int axis, boolean planar) {
    int front = x.shape().axis(axis);
    return planar && front == 2 ? 3 : front;
  }

  private static Attribute axis(int axis) {
    return new Attribute.Int("axis", axis);
  }

  private static Attribute to(DType type) {
    return new Attribute.Int("to", OnnxWriter.code(type));
  }

  private static String title(Enum<?> function) {
    var name = function.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
