package dev.aulos.train.loss;

import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.List;

/// A spectral distance that quiet parts cannot dominate: with P the power of a bin, the mean of
/// `½·|ln(P+ε) − ln(P′+ε)|` over bins, plus w times the spectral convergence `‖√P − √P′‖ / (‖√P‖ +
/// √(n·10⁻⁴))` over n bins, both averaged over resolutions and over the sum and difference of the
/// channels.
///
/// The gradient of a plain logarithm grows without bound as a sound grows quiet; here ε bounds it.
///
/// @param transforms one for each resolution
/// @param floor ε, a power; with normalised transforms white noise of deviation σ has the power σ²
/// @param linear w
public record MagnitudeLoss(List<Stft> transforms, double floor, double linear) {
  private static final float QUIET = 1e-2f;

  /// Copies the list, checks the numbers.
  public MagnitudeLoss {
    transforms = List.copyOf(transforms);
    if (transforms.isEmpty() || !(floor > 0) || !(linear >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              "%d resolutions, floor %s, linear weight %s: expected 1 or more, above 0, 0 or more",
              transforms.size(), floor, linear));
    }
  }

  /// The distance of two batches of stereo sounds. Of shape ().
  ///
  /// @param target (b, 2, t)
  /// @param prediction (b, 2, t)
  public Tensor of(Tensor target, Tensor prediction) {
    var x = middleAndSide(target);
    var y = middleAndSide(prediction);
    var sum = Tensor.constant(0);
    for (var transform : transforms) {
      sum = sum.add(distance(power(transform.centred(x)), power(transform.centred(y))));
    }
    return sum.mul(1f / transforms.size());
  }

  private static Tensor middleAndSide(Tensor sound) { // → (2·b, t)
    var flat = Shape.of(sound.dim(0), sound.dim(2));
    var left = sound.slice(1, 0, 1).reshape(flat).mul(0.5f);
    var right = sound.slice(1, 1, 2).reshape(flat).mul(0.5f);
    return Tensor.concat(0, left.add(right), left.sub(right));
  }

  private record Bins(Tensor power, Tensor weights, double counted) {}

  private Bins power(Spectrum spectrum) {
    double counted = 0;
    for (float weight : spectrum.weights().toFloats()) {
      counted += weight;
    }
    var power = spectrum.re().square().add(spectrum.im().square()).add((float) floor);
    return new Bins(power, Tensor.constant(spectrum.weights()), counted);
  }

  private Tensor distance(Bins x, Bins y) {
    var logarithms = y.power.div(x.power).log().abs().mul(0.5f);
    var missed = y.power.sqrt().sub(x.power.sqrt()).square();
    var convergence = root(missed, x, 1e-12).div(root(x.power, x, 0).add(QUIET));
    return mean(logarithms, x).add(Mean.of(convergence).mul((float) linear));
  }

  /// The weighted mean over bins.
  private static Tensor mean(Tensor values, Bins x) {
    return Mean.of(values.matmul(x.weights)).mul((float) (1 / x.counted));
  }

  /// The root of the weighted mean over frames and bins of each signal, (n, 1, 1).
  private static Tensor root(Tensor values, Bins x, double aboveZero) {
    var means = values.matmul(x.weights).mean(1).mul((float) (1 / x.counted));
    return means.add((float) aboveZero).sqrt();
  }
}
