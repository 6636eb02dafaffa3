package dev.aulos.models.same;

import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import java.util.Optional;

/// The way between patches and tokens, on channels that lie last.
sealed interface Mapping {
  /// (b, n, in) → (b, n, out).
  Tensor apply(Tensor x);

  /// A convolution of `kernel` places; nothing where both sides are equally wide.
  static Mapping of(Scope w, int in, int out, int kernel) {
    if (in == out) {
      return new Identity();
    }
    if (kernel == 1) {
      var weight = w.param("weight", out, in, 1).reshape(out, in);
      return new Pointwise(new Linear(weight, Optional.of(w.param("bias", out))));
    }
    return new Wide(w.param("weight", out, in, kernel), w.param("bias", out));
  }

  /// No change, no parameters.
  record Identity() implements Mapping {
    @Override
    public Tensor apply(Tensor x) {
      return x;
    }
  }

  /// One place at a time.
  record Pointwise(Linear linear) implements Mapping {
    @Override
    public Tensor apply(Tensor x) {
      return linear.apply(x);
    }
  }

  /// A place and those around it, zeros beyond the ends.
  record Wide(Tensor weight, Tensor bias) implements Mapping {
    @Override
    public Tensor apply(Tensor x) {
      int padding = (int) (weight.dim(2).fixed() - 1) / 2;
      var conv = new Op.Conv1d(1, padding, 1, 1);
      return Tensor.of(conv, x.transpose(0, 2, 1), weight, bias).transpose(0, 2, 1);
    }
  }
}
