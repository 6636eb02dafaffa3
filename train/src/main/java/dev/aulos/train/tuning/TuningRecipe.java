package dev.aulos.train.tuning;

import dev.aulos.train.AdamW;
import dev.aulos.train.FlowTask;
import dev.aulos.train.LearningRate;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.loss.TimestepSampler;
import java.util.List;

/// The published settings of adapter training.
public final class TuningRecipe {
  private TuningRecipe() {}

  /// AdamW with learning rate 10⁻⁴, β 0.9 and 0.95 and decay 0.01; no schedule, no clipping, and no
  /// average: the last values are what is exported.
  public static TrainingRun.Settings run(long steps, long checkpointEvery) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(1e-4, 0, new LearningRate.Decline.Constant()),
        new AdamW.Settings(0.9, 0.95, 1e-8, 0.01),
        Double.POSITIVE_INFINITY,
        0,
        checkpointEvery);
  }

  /// Texts withheld for one item in ten, sound kept of two in ten.
  ///
  /// @param lengths frames to which items are filled up, rising
  /// @param batchFrames frames of a batch, about
  public static FlowTask.Settings batches(List<Integer> lengths, int batchFrames, long seed) {
    return new FlowTask.Settings(lengths, batchFrames, 0.1, 0.2, seed);
  }

  /// Diffusion times of the published models.
  public static TimestepSampler times() {
    return new TimestepSampler.TruncatedLogitNormal();
  }
}
