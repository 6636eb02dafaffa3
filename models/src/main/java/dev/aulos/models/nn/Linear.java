package dev.aulos.models.nn;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// `x·Wᵀ + b`, with W stored (out, in).
public record Linear(Tensor weight, Optional<Tensor> bias) {
  /// With `weight` and `bias`.
  public static Linear of(Scope w, int in, int out) {
    return new Linear(w.param("weight", out, in), Optional.of(w.param("bias", out)));
  }

  /// With `weight` alone.
  public static Linear withoutBias(Scope w, int in, int out) {
    return new Linear(w.param("weight", out, in), Optional.empty());
  }

  /// A convolution of width 1 without bias, stored (out, in, 1), on channels that lie last.
  public static Linear pointwise(Scope w, int in, int out) {
    return new Linear(w.param("weight", out, in, 1).reshape(out, in), Optional.empty());
  }

  /// Equal parts of the outputs, each from its own rows of the weights.
  private List<Linear> parts(int count) {
    var weights = weight.split(count, 0);
    var biases = bias.map(b -> b.split(count, 0));
    return IntStream.range(0, count)
        .mapToObj(i -> new Linear(weights.get(i), biases.map(b -> b.get(i))))
        .collect(Collectors.toList());
  }

  /// The outputs in equal parts, in order, each computed alone: no copy to take them apart.
  public List<Tensor> applyInParts(int count, Tensor x) {
    return parts(count).stream().map(part -> part.apply(x)).collect(Collectors.toList());
  }

  /// (…, in) → (…, out).
  public Tensor apply(Tensor x) {
    var y = x.matmulTransposed(weight);
    return bias.isPresent() ? y.add(bias.get()) : y;
  }
}
