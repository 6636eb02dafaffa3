package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;
import dev.aulos.models.Objective;

/// One training example of a denoiser: data mixed with noise, and what the network should say.
///
/// With data x, noise n and time t, the mixture is `α·x + σ·n`. A flow has α = 1 − t, σ = t and the
/// target `n − x`; v has α = cos(tπ/2), σ = sin(tπ/2) and the target `α·n − σ·x`.
///
/// @param noised (b, c, t)
/// @param target (b, c, t)
public record DiffusionLoss(Tensor noised, Tensor target) {
  private static final float QUARTER_TURN = (float) (Math.PI / 2);

  /// The example at given times.
  ///
  /// @param data latents (b, c, t)
  /// @param noise a standard normal draw (b, c, t)
  /// @param time (b), 0 for clean to 1 for noise alone
  public static DiffusionLoss of(Objective objective, Tensor data, Tensor noise, Tensor time) {
    if (!data.shape().equals(noise.shape()) || !time.dim(0).equals(data.dim(0))) {
      throw new IllegalArgumentException(
          String.format(
              "data %s with noise %s at times %s, expected (b, c, t) twice and (b)",
              data.shape(), noise.shape(), time.shape()));
    }
    var t = time.reshape(time.dim(0).fixed(), 1, 1);
    return objective.isFlow() ? flow(data, noise, t) : rotation(data, noise, t);
  }

  private static DiffusionLoss flow(Tensor data, Tensor noise, Tensor t) {
    return new DiffusionLoss(mix(data, Tensor.constant(1).sub(t), noise, t), noise.sub(data));
  }

  private static DiffusionLoss rotation(Tensor data, Tensor noise, Tensor t) {
    var alpha = t.mul(QUARTER_TURN).cos();
    var sigma = t.mul(QUARTER_TURN).sin();
    return new DiffusionLoss(mix(data, alpha, noise, sigma), noise.mul(alpha).sub(data.mul(sigma)));
  }

  private static Tensor mix(Tensor data, Tensor alpha, Tensor noise, Tensor sigma) {
    return data.mul(alpha).add(noise.mul(sigma));
  }

  /// The mean squared error of the network's output (b, c, t). Of shape ().
  public Tensor loss(Tensor output) {
    return WaveformLoss.squared(output, target);
  }

  /// The mean squared error over frames of sound, every frame of the batch counting alike.
  ///
  /// @param mask (b, t), 1 for sound and 0 for padding; at least one frame is sound
  public Tensor loss(Tensor output, Tensor mask) {
    var errors = errors(output);
    return Mean.sum(errors.mul(mask.reshape(errors.shape()))).div(Mean.sum(mask));
  }

  /// The mean squared error over the frames to make and over those kept as context: each averaged
  /// for every item and then over items, both summed, as Stable Audio 3 is trained.
  ///
  /// @param mask (b, t), 1 for sound and 0 for padding
  /// @param keep (b, t), 1 where the network is given the sound and 0 where it makes it
  public Tensor inpaintingLoss(Tensor output, Tensor mask, Tensor keep) {
    var errors = errors(output);
    var made = mask.mul(Tensor.constant(1).sub(keep));
    return perItem(errors, made).add(perItem(errors, mask.mul(keep)));
  }

  /// An item without such frames counts as 0.
  private static Tensor perItem(Tensor errors, Tensor chosen) {
    var sums = errors.mul(chosen.reshape(errors.shape())).sum(2); // (b, 1, 1)
    var counts = chosen.sum(1).maximum(Tensor.constant(1)).reshape(sums.shape());
    return Mean.of(sums.div(counts));
  }

  private Tensor errors(Tensor output) { // (b, 1, t)
    return output.sub(target).square().mean(1);
  }
}
