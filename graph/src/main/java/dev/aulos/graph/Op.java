package dev.aulos.graph;

import java.util.List;

/// The whole vocabulary of a [Graph]. A backend is one switch over these records.
///
/// The operands of a node are the inputs of its [Tensor]; shapes are checked when it is made.
public sealed interface Op {
  /// An op that every backend must run.
  sealed interface Primitive extends Op {}

  /// An op that some backends run faster than its parts; every other backend runs [#expand].
  sealed interface Fused extends Op {
    /// The same value in other ops.
    Tensor expand(List<Tensor> in);
  }

  /// A value given at run time.
  record Input(String name) implements Primitive {}

  /// A stored parameter.
  record Parameter(String path) implements Primitive {}

  /// A value known when the graph is made.
  record Constant(NdArray value) implements Primitive {}

  /// The numbers 0, 1, …, length − 1 as F32.
  record Iota(Dim length) implements Primitive {}

  /// One function of each element.
  record Unary(Function function) implements Primitive {
    /// The functions of one number.
    public enum Function {
      NEG,
      ABS,
      EXP,
      LOG,
      SQRT,
      RECIPROCAL,
      SIN,
      COS,
      ASIN,
      TANH,
      SIGMOID,
      ERF,
      RELU
    }
  }

  /// One function of each pair of elements, with broadcasting.
  record Binary(Function function) implements Primitive {
    /// The functions of two numbers. `LESS` gives 1 where a < b and 0 elsewhere.
    public enum Function {
      ADD,
      SUB,
      MUL,
      DIV,
      POW,
      MAX,
      MIN,
      LESS
    }
  }

  /// A fold of one axis, which stays with extent 1.
  record Reduce(Function function, int axis) implements Primitive {
    /// The folds.
    public enum Function {
      SUM,
      MEAN,
      MAX
    }
  }

  /// The matrix product of the last two axes, the others broadcast; either side may be read
  /// transposed.
  record MatMul(boolean transposeA, boolean transposeB) implements Primitive {}

  /// The same elements in order under another shape.
  record Reshape(Shape shape) implements Primitive {}

  /// The axes in another order: axis `i` of the result is axis `axes[i]` of the operand.
  record Transpose(List<Integer> axes) implements Primitive {
    /// Copies the list.
    public Transpose {
      axes = List.copyOf(axes);
    }
  }

  /// The elements `start ≤ i < end` of one axis.
  record Slice(int axis, Dim start, Dim end) implements Primitive {}

  /// The operands one after another on one axis.
  record Concat(int axis) implements Primitive {}

  /// Zeros before and after one axis.
  record Pad(int axis, long before, long after) implements Primitive {}

  /// The operand repeated along axes of extent 1 until it has this shape.
  record Expand(Shape shape) implements Primitive {}

  /// Rows of a table: operands (n, d) and I64 ids (…), result (…, d).
  record Gather() implements Primitive {}

  /// A conversion of the element type.
  record Cast(DType type) implements Primitive {}

  /// Cross-correlation over time with zero padding: operands x (b, cᵢ, t), weight (cₒ, cᵢ/groups,
  /// k), optionally bias (cₒ).
  record Conv1d(int stride, int padding, int dilation, int groups) implements Primitive {}

  /// The adjoint of a strided convolution, `y[n] = Σ x[m]·w[k]` for `n = m·stride − padding + k`:
  /// operands x (b, cᵢ, t), weight (cᵢ, cₒ, k), optionally bias (cₒ).
  record ConvTranspose1d(int stride, int padding) implements Primitive {}

  /// `exp(x) / Σ exp(x)` over the last axis.
  record Softmax() implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      var x = in.get(0);
      var e = x.sub(x.max(-1)).exp();
      return e.div(e.sum(-1));
    }
  }

  /// `(x − mean) / √(variance + ε) · weight + bias` over the last axis: operands x, weight (d),
  /// bias (d).
  record LayerNorm(float epsilon) implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      var centred = in.get(0).sub(in.get(0).mean(-1));
      var scale = centred.square().mean(-1).add(epsilon).sqrt().reciprocal();
      return centred.mul(scale).mul(in.get(1)).add(in.get(2));
    }
  }

  /// `x / √(mean(x²) + ε) · weight` over the last axis: operands x, weight (d).
  record RmsNorm(float epsilon) implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      var x = in.get(0);
      return x.mul(x.square().mean(-1).add(epsilon).sqrt().reciprocal()).mul(in.get(1));
    }
  }

  /// `x · σ(x)`.
  record Silu() implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      return in.get(0).mul(in.get(0).sigmoid());
    }
  }

  /// `x · Φ(x)`, the exact form.
  record Gelu() implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      var x = in.get(0);
      return x.mul(x.mul((float) Math.sqrt(0.5)).erf().add(1)).mul(0.5f);
    }
  }

  /// `ln(1 + eˣ)`, computed without overflow.
  record Softplus() implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      var x = in.get(0);
      return x.relu().add(x.abs().neg().exp().add(1).log());
    }
  }

  /// The rotary position embedding in the split-halves form (arXiv:2104.09864): operands x (b, t,
  /// heads·d), cos (t, r/2) and sin (t, r/2); the first `r ≤ d` channels of each head turn, the
  /// others pass.
  record Rotary(int heads) implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      return Attentions.rotate(in.get(0), in.get(1), in.get(2), heads);
    }
  }

  /// `softmax(scale·q·kᵀ + bias)·v` per head: operands q (b, t, heads·d), k (b, s, kvHeads·d), v
  /// (b, s, kvHeads·e) and optionally bias, broadcast to (b, heads, t, s). Each key/value head
  /// serves `heads/kvHeads` consecutive query heads.
  record Attention(int heads, int kvHeads, float scale) implements Fused {
    @Override
    public Tensor expand(List<Tensor> in) {
      return Attentions.attend(in, this);
    }
  }
}
