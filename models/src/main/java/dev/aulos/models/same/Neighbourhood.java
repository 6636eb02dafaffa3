package dev.aulos.models.same;

/// How far the tokens of a [SameStack] see.
public sealed interface Neighbourhood {
  /// The latent frames that lengths are multiples of.
  int granularity();

  /// How many frames before and after a latent frame its result depends on, over `depth` blocks.
  int reach(int depth);

  /// Chunks of `frames` groups, each seeing itself alone.
  ///
  /// @param isShifted whether the second half of the blocks sees chunks that start in the middle of
  ///   the first half's
  record Chunks(int frames, boolean isShifted) implements Neighbourhood {
    @Override
    public int granularity() {
      return frames;
    }

    @Override
    public int reach(int depth) {
      return frames; // a chunk, and what half of its neighbour saw
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

    @Override
    public int reach(int depth) {
      return depth * Math.max(before, after);
    }
  }
}
