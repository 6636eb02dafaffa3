package dev.aulos.train.loss;

import dev.aulos.graph.Tensor;

/// How far two spectra are apart.
///
/// @param convergence `‖|Y| − |X|‖ / ‖|Y|‖` with Frobenius norms and Y the prediction, (n)
/// @param logMagnitude `mean |ln |X| − ln |Y||`, of shape ()
public record SpectralDistance(Tensor convergence, Tensor logMagnitude) {
  private static final float FLOOR = 1e-8f;
  private static final float ABOVE_ZERO = 1e-24f; // keeps the root of 0 differentiable

  /// The distance of two spectra of n signals, from one transform.
  public static SpectralDistance of(Spectrum target, Spectrum prediction) {
    var weights = Tensor.constant(target.weights());
    var x = target.power(FLOOR);
    var y = prediction.power(FLOOR);
    var missed = sums(y.sqrt().sub(x.sqrt()).square(), weights).add(ABOVE_ZERO);
    var convergence = missed.sqrt().div(sums(y, weights).sqrt()); // (n, 1, 1)
    var logarithms = sums(y.div(x).log().abs(), weights); // |ln √x − ln √y| = ½ |ln y/x|
    long frames = x.dim(1).fixed();
    return new SpectralDistance(
        convergence.reshape(convergence.dim(0).fixed()),
        Mean.of(logarithms).mul((float) (0.5 / frames / counted(target))));
  }

  /// Mean convergence plus logarithmic distance, of shape ().
  public Tensor loss() {
    return Mean.of(convergence).add(logMagnitude);
  }

  /// Weighted sums over bins as products, then over frames: (n, frames, bins) → (n, 1, 1).
  private static Tensor sums(Tensor x, Tensor weights) {
    return x.matmul(weights).sum(1);
  }

  private static double counted(Spectrum spectrum) {
    double sum = 0;
    for (float weight : spectrum.weights().toFloats()) {
      sum += weight;
    }
    return sum;
  }
}
