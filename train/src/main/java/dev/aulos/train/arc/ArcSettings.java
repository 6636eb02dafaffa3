package dev.aulos.train.arc;

import dev.aulos.models.dit.DitConfig;
import dev.aulos.train.AdamW;
import dev.aulos.train.LearningRate;
import dev.aulos.train.loss.TimestepSampler;

/// How ARC post-training is done.
///
/// @param block the transformer block whose results the discriminator's head scores, from 0
/// @param groups in which the head normalizes; they divide the transformer's width
/// @param terms the weights of what counts beside the adversarial term
/// @param times the diffusion times from which the generator makes sound
/// @param levels the times to which sound is noised again for the discriminator
/// @param rate the learning rate of the discriminator, by the count of its own steps
/// @param optimizer how the discriminator's gradients move it
public record ArcSettings(
    int block,
    int groups,
    ArcTerms terms,
    TimestepSampler times,
    TimestepSampler levels,
    LearningRate rate,
    AdamW.Settings optimizer) {
  private static final double DEPTH = 0.75;
  private static final int GROUPS = 32;

  /// Checks the numbers.
  public ArcSettings {
    if (block < 0 || groups < 1) {
      throw new IllegalArgumentException(
          "block " + block + ", " + groups + " groups: expected at least 0 and 1");
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
        ArcTerms.PUBLISHED,
        new TimestepSampler.LogSnrUniform(),
        new TimestepSampler.LogSnr(-1, 1),
        rate,
        new AdamW.Settings(0, 0.99, 1e-8, 0.01));
  }

  /// With other weights.
  public ArcSettings withTerms(ArcTerms others) {
    return new ArcSettings(block, groups, others, times, levels, rate, optimizer);
  }
}
