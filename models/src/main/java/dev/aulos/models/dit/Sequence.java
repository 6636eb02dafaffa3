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
/// @param valid (b, n, 1), 1 for a token and 0 for padding; absent if there is none
/// @param bias added to the scores of keys, (b, 1, 1, n); absent for nothing
record Sequence(
    Tensor cos, Tensor sin, PaddingRule rule, Optional<Tensor> valid, Optional<Tensor> bias) {
  private static final float FAR_BELOW = 1e9f; // exp of its negative is 0

  /// A sequence of `length` tokens.
  ///
  /// @param valid (b, n)
  static Sequence of(
      Dim length, Tensor inverseFrequencies, PaddingRule rule, Optional<Tensor> valid) {
    var angles =
        Tensor.iota(length)
            .reshape(Shape.of(length, Dim.of(1)))
            .mul(inverseFrequencies); // (n, r/2)
    return new Sequence(
        angles.cos(),
        angles.sin(),
        rule,
        valid.map(m -> m.reshape(Shape.of(m.dim(0), m.dim(1), Dim.of(1)))),
        rule == PaddingRule.DROP ? valid.map(Sequence::bias) : Optional.empty());
  }

  private static Tensor bias(Tensor valid) {
    var row = Shape.of(valid.dim(0), Dim.of(1), Dim.of(1), valid.dim(1));
    return valid.reshape(row).add(-1).mul(FAR_BELOW);
  }

  /// Values (b, n, d) as keys give access to them.
  Tensor values(Tensor v) {
    return rule == PaddingRule.ZERO_VALUES ? v.mul(valid.orElseThrow()) : v;
  }

  /// What a part of a block adds to its tokens, (b, n, d).
  Tensor contribution(Tensor y) {
    return rule == PaddingRule.DROP ? y.mul(valid.orElseThrow()) : y;
  }
}
