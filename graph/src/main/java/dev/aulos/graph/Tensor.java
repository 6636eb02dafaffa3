package dev.aulos.graph;

import dev.aulos.graph.Op.Binary;
import dev.aulos.graph.Op.Reduce;
import dev.aulos.graph.Op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value in a [Graph]: an op, its operands, and the shape and type that follow.
///
/// Making a tensor computes nothing. Two tensors are equal only if they are the same node.
public final class Tensor {
  private final Op op;
  private final List<Tensor> inputs;
  private final Shape shape;
  private final DType type;

  private Tensor(Op op, List<Tensor> inputs, Shape shape, DType type) {
    this.op = op;
    this.inputs = inputs;
    this.shape = shape;
    this.type = type;
  }

  /// The result of an op; its shape and type are derived, and the operands checked.
  ///
  /// @throws IllegalArgumentException if the operands do not fit
  public static Tensor of(Op op, Tensor... inputs) {
    return of(op, List.of(inputs));
  }

  /// The result of an op on a list of operands.
  public static Tensor of(Op op, List<Tensor> inputs) {
    return new Tensor(op, List.copyOf(inputs), Shapes.of(op, inputs), Shapes.type(op, inputs));
  }

  /// A value given at run time.
  public static Tensor input(String name, DType type, Shape shape) {
    return new Tensor(new Op.Input(name), List.of(), shape, type);
  }

  /// An F32 value given at run time.
  public static Tensor input(String name, Shape shape) {
    return input(name, DType.F32, shape);
  }

  /// The stored parameter at `path`; networks declare theirs through a [Scope].
  static Tensor parameter(String path, Shape shape) {
    return new Tensor(new Op.Parameter(path), List.of(), shape, DType.F32);
  }

  /// A scalar known now.
  public static Tensor constant(float value) {
    return constant(NdArray.of(new float[] {value}));
  }

  /// A value known now.
  public static Tensor constant(NdArray value) {
    return new Tensor(new Op.Constant(value), List.of(), Shape.of(value.shape()), value.type());
  }

  /// The numbers 0, 1, …, length − 1 as F32.
  public static Tensor iota(Dim length) {
    return of(new Op.Iota(length));
  }

  /// What makes this value.
  public Op op() {
    return op;
  }

  /// The operands.
  public List<Tensor> inputs() {
    return inputs;
  }

  /// The extents.
  public Shape shape() {
    return shape;
  }

  /// The element type.
  public DType type() {
    return type;
  }

  /// One extent; negative axes count from the end.
  public Dim dim(int axis) {
    return shape.dim(axis);
  }

  /// The number, if this is a constant scalar.
  public Optional<Float> scalar() {
    return op instanceof Op.Constant c && shape.rank() == 0 && type == DType.F32
        ? Optional.of(c.value().floats().get(0))
        : Optional.empty();
  }

  /// `a + b`.
  public Tensor add(Tensor other) {
    return of(new Binary(Binary.Function.ADD), this, other);
  }

  /// `a + b`.
  public Tensor add(float other) {
    return add(constant(other));
  }

  /// `a − b`.
  public Tensor sub(Tensor other) {
    return of(new Binary(Binary.Function.SUB), this, other);
  }

  /// `a · b`.
  public Tensor mul(Tensor other) {
    return of(new Binary(Binary.Function.MUL), this, other);
  }

  /// `a · b`.
  public Tensor mul(float other) {
    return mul(constant(other));
  }

  /// `a / b`.
  public Tensor div(Tensor other) {
    return of(new Binary(Binary.Function.DIV), this, other);
  }

  /// `aᵇ`.
  public Tensor pow(Tensor other) {
    return of(new Binary(Binary.Function.POW), this, other);
  }

  /// The larger of a and b.
  public Tensor maximum(Tensor other) {
    return of(new Binary(Binary.Function.MAX), this, other);
  }

  /// The smaller of a and b.
  public Tensor minimum(Tensor other) {
    return of(new Binary(Binary.Function.MIN), this, other);
  }

  /// 1 where a < b, else 0.
  public Tensor less(Tensor other) {
    return of(new Binary(Binary.Function.LESS), this, other);
  }

  /// `−x`.
  public Tensor neg() {
    return unary(Unary.Function.NEG);
  }

  /// `|x|`.
  public Tensor abs() {
    return unary(Unary.Function.ABS);
  }

  /// `eˣ`.
  public Tensor exp() {
    return unary(Unary.Function.EXP);
  }

  /// `ln x`.
  public Tensor log() {
    return unary(Unary.Function.LOG);
  }

  /// `√x`.
  public Tensor sqrt() {
    return unary(Unary.Function.SQRT);
  }

  /// `1 / x`.
  public Tensor reciprocal() {
    return unary(Unary.Function.RECIPROCAL);
  }

  /// `sin x`.
  public Tensor sin() {
    return unary(Unary.Function.SIN);
  }

  /// `cos x`.
  public Tensor cos() {
    return unary(Unary.Function.COS);
  }

  /// `arcsin x`, NaN outside of −1 to 1.
  public Tensor asin() {
    return unary(Unary.Function.ASIN);
  }

  /// `tanh x`.
  public Tensor tanh() {
    return unary(Unary.Function.TANH);
  }

  /// `1 / (1 + e⁻ˣ)`.
  public Tensor sigmoid() {
    return unary(Unary.Function.SIGMOID);
  }

  /// The error function.
  public Tensor erf() {
    return unary(Unary.Function.ERF);
  }

  /// `max(x, 0)`.
  public Tensor relu() {
    return unary(Unary.Function.RELU);
  }

  /// `x²`.
  public Tensor square() {
    return mul(this);
  }

  /// `x · σ(x)`.
  public Tensor silu() {
    return of(new Op.Silu(), this);
  }

  /// `x · Φ(x)`.
  public Tensor gelu() {
    return of(new Op.Gelu(), this);
  }

  /// `ln(1 + eˣ)`.
  public Tensor softplus() {
    return of(new Op.Softplus(), this);
  }

  /// `softmax` over the last axis.
  public Tensor softmax() {
    return of(new Op.Softmax(), this);
  }

  /// The sum over one axis, which stays with extent 1.
  public Tensor sum(int axis) {
    return of(new Reduce(Reduce.Function.SUM, shape.axis(axis)), this);
  }

  /// The mean over one axis, which stays with extent 1.
  public Tensor mean(int axis) {
    return of(new Reduce(Reduce.Function.MEAN, shape.axis(axis)), this);
  }

  /// The maximum over one axis, which stays with extent 1.
  public Tensor max(int axis) {
    return of(new Reduce(Reduce.Function.MAX, shape.axis(axis)), this);
  }

  /// `a · b` on the last two axes.
  public Tensor matmul(Tensor other) {
    return of(new Op.MatMul(false, false), this, other);
  }

  /// `a · bᵀ` on the last two axes.
  public Tensor matmulTransposed(Tensor other) {
    return of(new Op.MatMul(false, true), this, other);
  }

  /// The same elements under another shape.
  public Tensor reshape(Shape newShape) {
    return newShape.equals(shape) ? this : of(new Op.Reshape(newShape), this);
  }

  /// The same elements under another shape.
  public Tensor reshape(long... dims) {
    return reshape(Shape.of(dims));
  }

  /// The axes in another order.
  public Tensor transpose(Integer... axes) {
    return of(new Op.Transpose(List.of(axes)), this);
  }

  /// The elements `start ≤ i < end` of one axis.
  public Tensor slice(int axis, long start, long end) {
    return slice(axis, Dim.of(start), Dim.of(end));
  }

  /// The elements `start ≤ i < end` of one axis.
  public Tensor slice(int axis, Dim start, Dim end) {
    return of(new Op.Slice(shape.axis(axis), start, end), this);
  }

  /// Equal parts of one axis, in order.
  public List<Tensor> split(int parts, int axis) {
    long extent = shape.dim(axis).fixed();
    if (extent % parts != 0) {
      throw new IllegalArgumentException("axis " + axis + " of " + shape + " in " + parts);
    }
    var result = new ArrayList<Tensor>();
    for (int i = 0; i < parts; i++) {
      result.add(slice(axis, i * (extent / parts), (i + 1) * (extent / parts)));
    }
    return result;
  }

  /// The tensors one after another on one axis.
  public static Tensor concat(int axis, Tensor... parts) {
    return of(new Op.Concat(parts[0].shape.axis(axis)), parts);
  }

  /// Zeros before and after one axis.
  public Tensor pad(int axis, long before, long after) {
    return of(new Op.Pad(shape.axis(axis), before, after), this);
  }

  /// This tensor repeated along axes of extent 1.
  public Tensor expand(Shape newShape) {
    return newShape.equals(shape) ? this : of(new Op.Expand(newShape), this);
  }

  /// Rows of this table (n, d) picked by I64 ids.
  public Tensor gather(Tensor ids) {
    return of(new Op.Gather(), this, ids);
  }

  /// The elements converted to another type.
  public Tensor cast(DType newType) {
    return newType == type ? this : of(new Op.Cast(newType), this);
  }

  private Tensor unary(Unary.Function function) {
    return of(new Unary(function), this);
  }

  @Override
  public String toString() {
    return op + " → " + type + shape;
  }
}
