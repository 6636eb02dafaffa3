package dev.aulos.models.dit;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.Optional;

/// What self-attention and feed-forward know of the tokens' places: the rotary angles, and which
/// tokens are padding.
///
/// @param cos (n, r/2)
/// @param sin (n, r/2)
/// @param valid (b, n), 1 for a token and 0 for padding; absent if there is none
record Sequence(Tensor cos, Tensor sin, Optional<Tensor> valid, PaddingRule rule) {
  private static final float FAR_BELOW = 1e9f; // exp of its negative is 0

  static Sequence of(Dim length, Tensor inverseFrequencies, Optional<Tensor> valid, PaddingRule r) {
    var angles =
        Tensor.iota(length)
            .reshape(Shape.of(length, Dim.of(1)))
            .mul(inverseFrequencies); // (n, r/2)
    return new Sequence(angles.cos(), angles.sin(), valid, r);
  }

  /// Values (b, n, d) as keys give access to them.
  Tensor values(Tensor v) {
    return rule == PaddingRule.ZERO_VALUES ? v.mul(column()) : v;
  }

  /// What is added to the scores of keys, (b, 1, 1, n); absent for nothing.
  Optional<Tensor> bias() {
    if (rule != PaddingRule.DROP) {
      return Optional.empty();
    }
    var mask = valid.orElseThrow();
    var row = Shape.of(mask.dim(0), Dim.of(1), Dim.of(1), mask.dim(1));
    return Optional.of(mask.reshape(row).add(-1).mul(FAR_BELOW));
  }

  /// What a part of a block adds to its tokens, (b, n, d).
  Tensor contribution(Tensor y) {
    return rule == PaddingRule.DROP ? y.mul(column()) : y;
  }

  private Tensor column() {
    var mask = valid.orElseThrow();
    return mask.reshape(Shape.of(mask.dim(0), mask.dim(1), Dim.of(1))); // (b, n, 1)
  }
}
