package dev.aulos.models.oobleck;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import java.util.Optional;

/// One step of the codec over time: its formula, and which of its input each piece of output needs.
sealed interface Layer {
  /// (b, c, t) → (b, c', t').
  Tensor apply(Tensor x);

  /// The input that this piece of the output depends on; may reach past the signal's ends.
  Span needed(Span output);

  /// `x + sin²(αx) / β`, with α and β learned per channel on a log scale (arXiv:2006.08195).
  record Snake(Tensor alpha, Tensor beta) implements Layer {
    static Snake of(Scope w, int channels) {
      return new Snake(
          w.param("alpha", channels).exp().reshape(1, channels, 1),
          w.param("beta", channels).exp().add(1e-9f).reciprocal().reshape(1, channels, 1));
    }

    @Override
    public Tensor apply(Tensor x) {
      return x.add(x.mul(alpha).sin().square().mul(beta));
    }

    @Override
    public Span needed(Span output) {
      return output;
    }
  }

  /// A convolution; its weight is asked for as `weight`, folded where the checkpoint has weight
  /// norm.
  record Conv(Op.Conv1d op, int kernel, Tensor weight, Optional<Tensor> bias) implements Layer {
    static Conv of(Scope w, int in, int out, int kernel, Op.Conv1d op) {
      return new Conv(
          op, kernel, w.param("weight", out, in, kernel), Optional.of(w.param("bias", out)));
    }

    static Conv withoutBias(Scope w, int in, int out, int kernel, Op.Conv1d op) {
      return new Conv(op, kernel, w.param("weight", out, in, kernel), Optional.empty());
    }

    @Override
    public Tensor apply(Tensor x) {
      return bias.isPresent() ? Tensor.of(op, x, weight, bias.get()) : Tensor.of(op, x, weight);
    }

    @Override
    public Span needed(Span output) {
      long reach = (long) op.dilation() * (kernel - 1);
      return new Span(
          output.start() * op.stride() - op.padding(),
          (output.end() - 1) * op.stride() - op.padding() + reach + 1);
    }
  }

  /// An upsampling transposed convolution.
  record ConvTranspose(Op.ConvTranspose1d op, int kernel, Tensor weight, Tensor bias)
      implements Layer {
    static ConvTranspose of(Scope w, int in, int out, int stride) {
      int kernel = 2 * stride;
      return new ConvTranspose(
          new Op.ConvTranspose1d(stride, (stride + 1) / 2),
          kernel,
          w.param("weight", in, out, kernel),
          w.param("bias", out));
    }

    @Override
    public Tensor apply(Tensor x) {
      return Tensor.of(op, x, weight, bias);
    }

    @Override
    public Span needed(Span output) { // n = m·stride − padding + k, 0 ≤ k < kernel
      return new Span(
          Math.floorDiv(output.start() + op.padding() - kernel, op.stride()) + 1,
          Math.floorDiv(output.end() - 1 + op.padding(), op.stride()) + 1);
    }
  }

  /// `x + conv₁(snake(conv₇(snake(x))))`.
  record ResidualUnit(Snake first, Conv dilated, Snake second, Conv pointwise) implements Layer {
    static ResidualUnit of(Scope w, int channels, int dilation) {
      var layers = w.at("layers");
      return new ResidualUnit(
          Snake.of(layers.at(0), channels),
          Conv.of(layers.at(1), channels, channels, 7, new Op.Conv1d(1, 3 * dilation, dilation, 1)),
          Snake.of(layers.at(2), channels),
          Conv.of(layers.at(3), channels, channels, 1, new Op.Conv1d(1, 0, 1, 1)));
    }

    @Override
    public Tensor apply(Tensor x) {
      return x.add(pointwise.apply(second.apply(dilated.apply(first.apply(x)))));
    }

    @Override
    public Span needed(Span output) {
      return dilated.needed(output);
    }
  }

  /// `tanh x`.
  record Tanh() implements Layer {
    @Override
    public Tensor apply(Tensor x) {
      return x.tanh();
    }

    @Override
    public Span needed(Span output) {
      return output;
    }
  }
}
