package dev.aulos.train;

import dev.aulos.graph.Scope;
import dev.aulos.models.same.SameConfig;
import dev.aulos.train.loss.MagnitudeLoss;
import dev.aulos.train.loss.Stft;
import dev.aulos.train.loss.StftResolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Settings of autoencoder training to begin with: those that the embedded model was trained with.
public final class AutoencoderRecipe {
  private static final double LOW = 8_000;

  private AutoencoderRecipe() {}

  /// What is trained.
  ///
  /// @param scope where the parameters lie
  /// @param crops in a batch
  /// @param frames latent frames in a crop
  /// @param encoderFrozen whether only the decoder is trained
  public static AutoencoderTask.Settings settings(
      SameConfig config,
      Scope scope,
      int sampleRate,
      int crops,
      int frames,
      boolean encoderFrozen) {
    return new AutoencoderTask.Settings(
        config,
        scope,
        crops,
        frames,
        List.of(losses(sampleRate, 2048, 512, 128), losses(sampleRate, 1024, 256, 64)),
        1,
        0.01,
        0.05,
        encoderFrozen,
        Optional.empty());
  }

  /// Half-overlapping windows, and the widest for low frequencies only: half the cost.
  private static AutoencoderTask.SpectralLoss losses(int sampleRate, int... sizes) {
    var transforms = new ArrayList<Stft>();
    for (int size : sizes) {
      var stft = Stft.of(new StftResolution(size, size / 2, size)).normalised();
      boolean isWide = size >= 1024 && sampleRate > 2 * LOW;
      transforms.add(isWide ? stft.upTo(LOW, sampleRate) : stft);
    }
    return new MagnitudeLoss(transforms, 1e-6, 1)::of;
  }

  /// How parameters move: AdamW with a short memory, and half a cosine.
  ///
  /// @param rate after the warm-up; 6·10⁻⁴ from nothing
  public static TrainingRun.Settings run(long steps, double rate, long checkpointEvery) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(
            rate, Math.min(100, steps / 10), new LearningRate.Decline.Cosine(steps, 0.05)),
        new AdamW.Settings(0.9, 0.99, 1e-8, 0.01),
        1,
        0.998,
        checkpointEvery);
  }
}
