package dev.aulos.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One run of a program: the values that are alive, by place.
final class Interpreter {
  private static final float[] NO_BIAS = {};

  private final Map<String, Long> lengths;
  private final Map<String, NdArray> inputs;
  private final Map<String, Value> parameters;
  private final Cancellation cancellation;
  private final Map<Integer, Value> values = new HashMap<>();

  Interpreter(
      Map<String, Long> lengths,
      Map<String, NdArray> inputs,
      Map<String, Value> parameters,
      Cancellation cancellation) {
    this.lengths = lengths;
    this.inputs = inputs;
    this.parameters = parameters;
    this.cancellation = cancellation;
  }

  /// Runs the step that makes the value at `place`, and drops what nobody takes after it.
  void run(Program.Step step, int place) {
    cancellation.check();
    var in = new ArrayList<Value>(step.operands().size());
    step.operands().forEach(operand -> in.add(value(operand)));
    values.put(place, compute(step.tensor(), in));
    step.dead().forEach(values::remove);
  }

  /// The value at a place, which must be alive.
  Value value(int place) {
    return known(values, place);
  }

  private static <K> Value known(Map<K, Value> values, K key) {
    var value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("no value at " + key);
    }
    return value;
  }

  private Value compute(Tensor tensor, List<Value> in) {
    var shape = Value.ints(tensor.shape().at(lengths));
    return switch ((Op.Primitive) tensor.op()) {
      case Op.Input input -> input(input);
      case Op.Parameter parameter -> known(parameters, parameter.path());
      case Op.Constant constant -> Value.from(constant.value());
      case Op.Iota iota -> iota(shape);
      case Op.Unary unary -> Elementwise.unary(unary.function(), in.get(0), cancellation);
      case Op.Binary op ->
          Elementwise.binary(op.function(), in.get(0), in.get(1), shape, cancellation);
      case Op.Reduce reduce -> Reductions.reduce(reduce, in.get(0), shape, cancellation);
      case Op.MatMul op -> MatMuls.matmul(op, in.get(0), in.get(1), shape, cancellation);
      case Op.Reshape reshape -> in.get(0).reshape(shape);
      case Op.Transpose op -> Movement.transpose(op.axes(), in.get(0), shape, cancellation);
      case Op.Slice slice -> slice(slice, in.get(0), shape);
      case Op.Concat concat -> Movement.concat(in, axis(concat.axis(), shape), shape);
      case Op.Pad pad -> Movement.pad(in.get(0), axis(pad.axis(), shape), pad.before(), shape);
      case Op.Expand expand -> Movement.expand(in.get(0), shape, cancellation);
      case Op.Gather gather -> Movement.gather(in.get(0), in.get(1), shape);
      case Op.Cast cast -> Casts.cast(in.get(0), cast.type());
      case Op.Conv1d conv ->
          Convolutions.conv(conv, in.get(0), in.get(1), bias(in), shape, cancellation);
      case Op.ConvTranspose1d conv ->
          Convolutions.convTranspose(conv, in.get(0), in.get(1), bias(in), shape, cancellation);
    };
  }

  private Value input(Op.Input input) {
    var array = inputs.get(input.name());
    if (array == null) {
      throw new IllegalStateException("no value for the input '" + input.name() + "'");
    }
    return Value.from(array);
  }

  private static Value iota(int[] shape) {
    var numbers = new float[shape[0]];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    return Value.of(numbers, shape);
  }

  private Value slice(Op.Slice op, Value x, int[] shape) {
    int axis = axis(op.axis(), shape);
    long start = op.start().at(lengths);
    long end = op.end().at(lengths);
    if (start < 0 || start > end || end > x.dim(axis)) {
      throw new IllegalArgumentException(
          String.format(
              "%s at %s is %d to %d, expected within 0 to %d",
              op, lengths, start, end, x.dim(axis)));
    }
    return Movement.slice(x, axis, (int) start, shape);
  }

  private static int axis(int axis, int[] shape) {
    return axis < 0 ? shape.length + axis : axis;
  }

  private static float[] bias(List<Value> in) {
    return in.size() > 2 ? in.get(2).floats() : NO_BIAS;
  }
}
