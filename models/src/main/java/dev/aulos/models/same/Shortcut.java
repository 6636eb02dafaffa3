package dev.aulos.models.same;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.Linear;
import java.util.Optional;

/// What new tokens are given of the tokens they stand for, beside what all of them start as; in
/// models without, nothing.
record Shortcut(Optional<Linear> linear) {
  static Shortcut of(Scope w, SameStack c, int in, int out) {
    return new Shortcut(
        c.shortcut()
            ? Optional.of(Linear.withoutBias(w.at("shortcut"), in, out))
            : Optional.empty());
  }

  /// New tokens with a linear map of `source`.
  ///
  /// @param fresh any shape
  /// @param source (frames, in), where frames · out are the elements of `fresh`
  Tensor add(Tensor fresh, Tensor source) {
    return linear.isPresent()
        ? fresh.add(linear.get().apply(source).reshape(fresh.shape()))
        : fresh;
  }
}
