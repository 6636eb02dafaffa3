package dev.aulos.recipe;

import static dev.aulos.audio.SpectralLayout.LEVELS;
import static dev.aulos.audio.SpectralLayout.SIZE;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;

/// How far descriptions of sound are apart: the mean absolute difference of levels, in which loud
/// ones count more, and of all other numbers.
final class DescriptionLoss {
  private static final float QUIET = 0.3f; // what a level counts that cannot be heard
  private static final float OTHERS = 0.4f;

  private DescriptionLoss() {}

  /// Of shape (), for batches (b, 1, frames·SIZE).
  static Tensor of(Tensor target, Tensor prediction) {
    var t = frames(target);
    var difference = t.sub(frames(prediction)).abs();
    var levels = t.slice(1, 0, LEVELS);
    var weight = levels.add(0.5f).maximum(Tensor.constant(0)).add(QUIET);
    var ofLevels = mean(difference.slice(1, 0, LEVELS).mul(weight));
    return ofLevels.add(mean(difference.slice(1, LEVELS, SIZE)).mul(OTHERS));
  }

  private static Tensor frames(Tensor x) { // (b, 1, n·SIZE) → (b·n, SIZE)
    long n = x.dim(0).fixed() * x.dim(2).fixed() / SIZE;
    return x.reshape(Shape.of(Dim.of(n), Dim.of(SIZE)));
  }

  private static Tensor mean(Tensor x) {
    return x.mean(1).mean(0).reshape();
  }
}
