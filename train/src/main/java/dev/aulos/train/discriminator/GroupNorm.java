package dev.aulos.train.discriminator;

import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;

/// `(x − mean) / √(variance + ε) · weight + bias`, with mean and variance of each group of channels
/// over time (arXiv:1803.08494).
record GroupNorm(Tensor weight, Tensor bias, int groups) {
  private static final float EPSILON = 1e-5f;

  static GroupNorm of(Scope w, int channels, int groups) {
    return new GroupNorm(
        w.param("weight", channels).reshape(1, channels, 1),
        w.param("bias", channels).reshape(1, channels, 1),
        groups);
  }

  Tensor apply(Tensor x) { // (b, c, t)
    long b = x.dim(0).fixed();
    var grouped = x.reshape(b, groups, x.dim(1).fixed() / groups * x.dim(2).fixed());
    var centred = grouped.sub(grouped.mean(2));
    var scale = centred.square().mean(2).add(EPSILON).sqrt();
    return centred.div(scale).reshape(x.shape()).mul(weight).add(bias);
  }
}
