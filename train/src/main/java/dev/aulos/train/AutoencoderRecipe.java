package dev.aulos.train;

import dev.aulos.train.loss.MagnitudeLoss;
import dev.aulos.train.loss.Stft;
import dev.aulos.train.loss.StftLoss;
import dev.aulos.train.loss.StftResolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Settings of autoencoder training to begin with.
public final class AutoencoderRecipe {
  /// Deviation of the noise that a SAME decoder is to bear.
  public static final double LATENT_NOISE = 0.05;

  private static final double LOW = 8_000;

  private AutoencoderRecipe() {}

  /// SAME autoencoders: those that the embedded model was trained with.
  ///
  /// @param crops in a batch
  /// @param frames latent frames in a crop
  /// @param encoderFrozen whether only the decoder is trained
  public static AutoencoderTask.Settings settings(
      SameNetworks networks, int sampleRate, int crops, int frames, boolean encoderFrozen) {
    return new AutoencoderTask.Settings(
        networks,
        crops,
        frames,
        List.of(losses(sampleRate, 2048, 512, 128), losses(sampleRate, 1024, 256, 64)),
        1,
        0.01,
        encoderFrozen,
        Optional.empty());
  }

  /// Oobleck autoencoders, as published: the spectra of sum and difference and of either side at
  /// seven resolutions, as loud as the ear hears them (A-weighted), the divergence weighing 10⁻⁴,
  /// and no waveform.
  ///
  /// @param crops in a batch
  /// @param frames latent frames in a crop
  /// @param encoderFrozen whether only the decoder is trained
  public static AutoencoderTask.Settings settings(
      OobleckNetworks networks, int sampleRate, int crops, int frames, boolean encoderFrozen) {
    var resolutions = StftResolution.all(2048, 1024, 512, 256, 128, 64, 32);
    var loss = StftLoss.of(resolutions).weighted(sampleRate);
    return new AutoencoderTask.Settings(
        networks,
        crops,
        frames,
        List.of((target, prediction) -> loss.stereo(target, prediction).total()),
        0,
        1e-4,
        encoderFrozen,
        Optional.empty());
  }

  /// How the parameters of Oobleck autoencoders move, as published: AdamW and inverse decay.
  ///
  /// @param rate after the warm-up; published: 1.5·10⁻⁴
  public static TrainingRun.Settings oobleckRun(long steps, double rate, long checkpointEvery) {
    return new TrainingRun.Settings(
        steps,
        new LearningRate(
            rate, Math.min(100, steps / 10), new LearningRate.Decline.Inverse(200_000, 0.5)),
        new AdamW.Settings(0.8, 0.99, 1e-8, 1e-3),
        1,
        0.998,
        checkpointEvery);
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
