package dev.aulos.engine.diffusion;

import dev.aulos.graph.NdArray;

/// What each latent frame is to be like, for models that are told: of Stable Audio 3, whether the
/// frame is kept and the latent to keep.
public sealed interface LocalCondition {
  /// No such condition: nothing is added to the frames. No published model is run so.
  record None() implements LocalCondition {}

  /// Zeros at every frame: nothing is kept.
  record Zeros() implements LocalCondition {}

  /// A condition of each frame.
  ///
  /// @param values (b, width, frames), or (1, width, frames) for one that all items share
  record Given(NdArray values) implements LocalCondition {}
}
