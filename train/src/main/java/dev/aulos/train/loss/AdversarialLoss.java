package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;

/// What a generator and a discriminator make of the discriminator's scores. Scores may have any
/// shape; losses have shape ().
public enum AdversarialLoss {
  /// Discriminator: `mean relu(1 − real) + mean relu(1 + fake)`; generator: `−mean fake`.
  HINGE,
  /// Discriminator: `mean (1 − real)² + mean fake²`; generator: `mean (1 − fake)²`.
  LEAST_SQUARES,
  /// Discriminator: `mean softplus(fake − real)`; generator: `mean softplus(real − fake)`. Scores
  /// are compared in pairs (arXiv:1807.00734), as ARC post-training does.
  RELATIVISTIC;

  private static final Tensor ONE = Tensor.constant(1);

  /// The loss of a discriminator of these scores.
  public Tensor discriminator(Tensor real, Tensor fake) {
    return switch (this) {
      case HINGE -> Mean.of(ONE.sub(real).relu()).add(Mean.of(fake.add(1).relu()));
      case LEAST_SQUARES -> Mean.of(ONE.sub(real).square()).add(Mean.of(fake.square()));
      case RELATIVISTIC -> Mean.of(fake.sub(real).softplus());
    };
  }

  /// The loss of a generator whose fakes are scored so; only [#RELATIVISTIC] looks at `real`.
  public Tensor generator(Tensor real, Tensor fake) {
    return switch (this) {
      case HINGE -> Mean.of(fake).neg();
      case LEAST_SQUARES -> Mean.of(ONE.sub(fake).square());
      case RELATIVISTIC -> Mean.of(real.sub(fake).softplus());
    };
  }

  /// ARC's contrastive loss of a discriminator, `mean softplus(rolled − real)`: real latents should
  /// score higher with their own prompts than with those of their neighbours in the batch.
  ///
  /// @param rolled the scores of the real latents with prompts rolled by one
  public static Tensor contrastive(Tensor rolled, Tensor real) {
    return Mean.of(rolled.sub(real).softplus());
  }
}
