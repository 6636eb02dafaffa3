package dev.aulos.models.same;

/// How far the tokens of a [SameStack] see.
public sealed interface Neighbourhood {
  /// The latent frames that lengths are multiples of.
  int granularity();

  /// Chunks of `frames` groups, each seeing itself alone.
  ///
  /// @param isShifted whether the second half of the blocks sees chunks that start in the middle of
  ///   the first half's
  record Chunks(int frames, boolean isShifted) implements Neighbourhood {
    @Override
    public int granularity() {
      return frames;
    }
  }

  /// A window that moves with each token.
  ///
  /// @param before groups seen before the token
  /// @param after groups seen after it
  record Window(int before, int after) implements Neighbourhood {
    @Override
    public int granularity() {
      return 1;
    }
  }
}
