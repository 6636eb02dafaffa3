package dev.aulos.train.arc;

import dev.aulos.graph.Tensor;
import java.util.Optional;

/// What a discriminator says of a batch, (b, 1, m) each: higher for sound it takes for real.
///
/// Losses are those of [AdversarialLoss#RELATIVISTIC] and [AdversarialLoss#contrastive], with each
/// score counting by how much of what it looks at is sound.
///
/// @param real of real latents, noised
/// @param fake of generated ones, noised alike
/// @param rolled of the real ones with the prompts of their neighbours; absent where nobody asks
/// @param weights how much each score counts
record Scores(Tensor real, Tensor fake, Optional<Tensor> rolled, Tensor weights) {
  /// Low where the fakes score higher than the real ones.
  Tensor generator() {
    return ranking(fake, real);
  }

  /// Low where the real ones score higher than the fakes.
  Tensor discriminator() {
    return ranking(real, fake);
  }

  /// Low where real ones score higher with their own prompts.
  Optional<Tensor> contrastive() {
    return rolled.map(scores -> ranking(real, scores));
  }

  /// `Σ w·softplus(lower − higher) / Σ w`.
  private Tensor ranking(Tensor higher, Tensor lower) {
    return weighted(lower.sub(higher).softplus());
  }

  /// The mean by weights, of shape ().
  Tensor weighted(Tensor scores) {
    return sum(scores.mul(weights)).div(sum(weights));
  }

  private static Tensor sum(Tensor x) { // (b, 1, m) → ()
    return x.sum(2).sum(1).sum(0).reshape();
  }
}
