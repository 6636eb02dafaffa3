package dev.aulos.train.tuning;

import dev.aulos.models.ModelConfig;
import dev.aulos.train.AdamW;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.LearningRate;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.loss.TimestepSampler;
import java.util.List;

/// Settings to begin with; those of adapters are the published ones.
public final class TuningRecipe {
  /// The learning rate of adapters.
  public static final double RATE = 1e-4;

  private TuningRecipe() {}

  /// How adapters move: AdamW with β 0.9 and 0.95 and decay 0.01; no schedule, no clipping, and no
  /// average: the last values are what is exported.
  ///
  /// @param rate published: [#RATE]
  public static TrainingRun.Settings run(long steps, double rate, long checkpointEvery) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(rate, 0, new LearningRate.Decline.Constant()),
        new AdamW.Settings(0.9, 0.95, 1e-8, 0.01),
        Double.POSITIVE_INFINITY,
        0,
        checkpointEvery);
  }

  /// How whole transformers move: the same with a warm-up, gradients clipped to a norm of 1, and an
  /// average, which is what is exported.
  public static TrainingRun.Settings full(long steps, double rate, long checkpointEvery) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(rate, Math.min(100, steps / 10), new LearningRate.Decline.Constant()),
        new AdamW.Settings(0.9, 0.95, 1e-8, 0.01),
        1,
        0.998,
        checkpointEvery);
  }

  /// How the generator of ARC post-training moves: no momentum, as its opponent moves too.
  public static TrainingRun.Settings arc(long steps, double rate, long checkpointEvery) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(rate, 0, new LearningRate.Decline.Constant()),
        new AdamW.Settings(0, 0.99, 1e-8, 0.01),
        1,
        0.99,
        checkpointEvery);
  }

  /// Texts withheld for one item in ten, sound kept of two in ten.
  ///
  /// @param lengths frames to which items are filled up, rising
  /// @param batchFrames frames of a batch, about
  public static FlowBatches.Settings batches(List<Integer> lengths, int batchFrames, long seed) {
    return new FlowBatches.Settings(lengths, batchFrames, 0.1, 0.2, seed);
  }

  /// The diffusion times that a model's line is trained with: more of those near noise for Stable
  /// Audio 3, all alike for Stable Audio Open.
  public static TimestepSampler times(ModelConfig.TextToAudio config) {
    return switch (config.line()) {
      case THREE -> new TimestepSampler.TruncatedLogitNormal();
      case OPEN -> new TimestepSampler.Uniform();
    };
  }
}
