package dev.aulos.train;

import dev.aulos.graph.NdArray;
import java.util.stream.StreamSupport;

/// Adam with decoupled weight decay (arXiv:1711.05101), as `torch.optim.AdamW` computes it.
/// Vectors, such as biases and the gains of norms, do not decay.
public final class AdamW {
  private final Settings settings;
  private final Parameters first;
  private final Parameters second;

  /// @param beta1 how much of the mean gradient is kept from step to step
  /// @param beta2 how much of the mean squared gradient is kept
  /// @param epsilon what is added to the root of the latter
  /// @param decay the share of a weight that is lost, per unit of learning rate
  public record Settings(double beta1, double beta2, double epsilon, double decay) {
    /// Checks the ranges.
    public Settings {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException(
            "betas are " + beta1 + " and " + beta2 + ", expected 0 ≤ β < 1");
      }
      if (!(epsilon > 0) || !(decay >= 0)) {
        throw new IllegalArgumentException(
            "epsilon is " + epsilon + " and decay " + decay + ", expected ε > 0 and decay ≥ 0");
      }
    }

    /// β 0.9 and 0.999, ε 10⁻⁸, decay 0.01.
    public static Settings defaults() {
      return new Settings(0.9, 0.999, 1e-8, 0.01);
    }
  }

  /// With moments of zero, for these parameters.
  public AdamW(Settings settings, Parameters parameters) {
    this(settings, parameters.zeros(), parameters.zeros());
  }

  /// With moments kept from before.
  public AdamW(Settings settings, Parameters first, Parameters second) {
    this.settings = settings;
    this.first = first;
    this.second = second;
  }

  /// The same moments, moved by other settings.
  AdamW with(Settings other) {
    return new AdamW(other, first, second);
  }

  /// The running mean of the gradients.
  public Parameters first() {
    return first;
  }

  /// The running mean of their squares.
  public Parameters second() {
    return second;
  }

  /// Moves the parameters, which may be some of those that there are moments of.
  ///
  /// @param gradients of the same paths
  /// @param scale a factor of all gradients, such as clipping asks for
  /// @param rate the learning rate of this step
  /// @param step counts from 1
  public void step(
      Parameters parameters, Parameters gradients, double scale, double rate, long step) {
    StreamSupport.stream(parameters.paths().spliterator(), true)
        .forEach(path ->
            move(
                path,
                parameters.get(path),
                gradients.get(path),
                new Factors(settings, scale, rate, step)));
  }

  private record Factors(
      float beta1, float beta2, float epsilon, float decay, float scale, float rate, float root) {
    Factors(Settings s, double scale, double rate, long step) {
      this(
          (float) s.beta1,
          (float) s.beta2,
          (float) s.epsilon,
          (float) (1 - rate * s.decay),
          (float) scale,
          (float) (rate / (1 - Math.pow(s.beta1, (double) step))),
          (float) (1 / Math.sqrt(1 - Math.pow(s.beta2, (double) step))));
    }
  }

  private void move(String path, NdArray parameter, NdArray gradient, Factors f) {
    var w = parameter.toFloats();
    var g = gradient.toFloats();
    var m = first.get(path).toFloats();
    var v = second.get(path).toFloats();
    float decay = parameter.rank() > 1 ? f.decay : 1;
    for (int i = 0; i < w.length; i++) {
      float scaled = g[i] * f.scale;
      m[i] = m[i] * f.beta1 + scaled * (1 - f.beta1);
      v[i] = v[i] * f.beta2 + scaled * scaled * (1 - f.beta2);
      w[i] = w[i] * decay - f.rate * m[i] / ((float) Math.sqrt(v[i]) * f.root + f.epsilon);
    }
    parameter.floats().put(w);
    first.get(path).floats().put(m);
    second.get(path).floats().put(v);
  }

  /// The norm of all gradients together.
  public static double norm(Parameters gradients) {
    return Math.sqrt(gradients.values().values().stream().mapToDouble(AdamW::squares).sum());
  }

  private static double squares(NdArray array) {
    double sum = 0;
    for (float g : array.toFloats()) {
      sum += (double) g * g;
    }
    return sum;
  }
}
