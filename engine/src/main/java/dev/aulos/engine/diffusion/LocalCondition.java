package dev.aulos.engine.diffusion;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;

/// What each latent frame is to be like, for models that are told: of Stable Audio 3, whether the
/// frame is kept and the latent to keep; where it is in the bar, for models that know tempos.
public sealed interface LocalCondition {
  /// No such condition: nothing is added to the frames. No published model is run so.
  record None() implements LocalCondition {}

  /// Zeros at every frame: nothing is kept.
  record Zeros() implements LocalCondition {}

  /// A condition of each frame.
  ///
  /// @param values (b, width, frames), or (1, width, frames) for one that all items share
  record Given(NdArray values) implements LocalCondition {
    /// This, then more channels.
    ///
    /// @param more (b, channels, frames)
    /// @throws IllegalArgumentException if the frames or the batches differ
    public Given followedBy(NdArray more) {
      int b = (int) more.dim(0);
      if (values.dim(2) != more.dim(2) || (values.dim(0) != 1 && values.dim(0) != b)) {
        throw new IllegalArgumentException("no channels of " + more + " after those of " + values);
      }
      int own = values.size() / (int) values.dim(0);
      int added = more.size() / b;
      var all = NdArray.zeros(DType.F32, b, values.dim(1) + more.dim(1), more.dim(2));
      for (int item = 0; item < b; item++) {
        int from = values.dim(0) == 1 ? 0 : item * own;
        int to = item * (own + added);
        all.floats(to, to + own).put(values.floats(from, from + own));
        all.floats(to + own, to + own + added).put(more.floats(item * added, (item + 1) * added));
      }
      return new Given(all);
    }
  }
}
