package dev.aulos.train.arc;

import dev.aulos.models.dit.DitConfig;
import dev.aulos.train.AdamW;
import dev.aulos.train.LearningRate;
import dev.aulos.train.loss.TimestepSampler;

/// How ARC post-training is done.
///
/// @param block the transformer block whose results the discriminator's head scores, from 0
/// @param groups in which the head normalizes; they divide the transformer's width
/// @param contrast the weight of the contrastive loss; 0 leaves it out
/// @param anchor the weight of how far the generator's velocity is from what it was at first, as a
///   mean square (the distillation of arXiv:2311.17042); 0 leaves it out, as published
/// @param times the diffusion times from which the generator makes sound
/// @param levels the times to which sound is noised again for the discriminator
/// @param rate the learning rate of the discriminator, by the count of its own steps
/// @param optimizer how the discriminator's gradients move it
public record ArcSettings(
    int block,
    int groups,
    double contrast,
    double anchor,
    TimestepSampler times,
    TimestepSampler levels,
    LearningRate rate,
    AdamW.Settings optimizer) {
  private static final double DEPTH = 0.75;
  private static final int GROUPS = 32;

  /// Checks the numbers.
  public ArcSettings {
    if (block < 0 || groups < 1 || !(contrast >= 0) || !(anchor >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              "block %d, %d groups, contrast %s, anchor %s: expected at least 0, 1, 0 and 0",
              block, groups, contrast, anchor));
    }
  }

  /// Settings to begin with: three quarters of the blocks, the generator's times uniform in their
  /// log-SNR from −6 to 2, the discriminator's logit-normal around a log-SNR of −1, both losses
  /// counting alike. Neither the shift of the latter nor the weight of the contrastive loss of the
  /// published models is known.
  public static ArcSettings of(DitConfig config, LearningRate rate) {
    return new ArcSettings(
        (int) Math.round(DEPTH * config.depth()) - 1,
        GROUPS,
        1,
        0,
        new TimestepSampler.LogSnrUniform(),
        new TimestepSampler.LogSnr(-1, 1),
        rate,
        new AdamW.Settings(0, 0.99, 1e-8, 0.01));
  }

  /// With another weight of the contrastive loss.
  public ArcSettings withContrast(double weight) {
    return new ArcSettings(block, groups, weight, anchor, times, levels, rate, optimizer);
  }

  /// With another weight of how far the generator moves.
  public ArcSettings withAnchor(double weight) {
    return new ArcSettings(block, groups, contrast, weight, times, levels, rate, optimizer);
  }
}
