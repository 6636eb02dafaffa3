package dev.aulos.engine.codec;

import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;

/// The distribution a variational encoder gives each value of a latent: a mean, and a scale that
/// softplus turns into a deviation.
public final class Moments {
  private static final float FLOOR = 1e-4f;

  private final NdArray values; // (b, 2·channels, frames), means first

  Moments(NdArray values) {
    this.values = values;
  }

  /// The means (batch, channels, frames).
  public NdArray mean() {
    return half(0);
  }

  /// The scales before softplus (batch, channels, frames).
  public NdArray scale() {
    return half(1);
  }

  /// The standard deviations, `softplus(scale) + 1e-4` (batch, channels, frames).
  public NdArray deviation() {
    var result = half(1);
    var v = result.floats();
    for (int i = 0; i < v.capacity(); i++) {
      double s = v.get(i);
      v.put(i, (float) (s > 20 ? s : Math.log1p(Math.exp(s))) + FLOOR);
    }
    return result;
  }

  /// `mean + deviation · noise`, with the next draw of this shape.
  public NdArray sample(NoiseSource noise) {
    var result = mean();
    var deviation = deviation().floats();
    var draw = NdArray.zeros(DType.F32, result.shape());
    noise.fill(draw.floats());
    var d = draw.floats();
    var v = result.floats();
    for (int i = 0; i < v.capacity(); i++) {
      v.put(i, v.get(i) + deviation.get(i) * d.get(i));
    }
    return result;
  }

  /// The mean over batch and time of `Σ mean² + variance − ln variance − 1` over channels.
  public double kl() {
    var mean = mean().floats();
    var deviation = deviation().floats();
    double sum = 0;
    for (int i = 0; i < mean.capacity(); i++) {
      double variance = (double) deviation.get(i) * deviation.get(i);
      sum += (double) mean.get(i) * mean.get(i) + variance - Math.log(variance) - 1;
    }
    return sum / (values.dim(0) * values.dim(2));
  }

  private NdArray half(int which) {
    int channels = (int) values.dim(1) / 2;
    int frames = (int) values.dim(2);
    var result = NdArray.zeros(DType.F32, values.dim(0), channels, frames);
    var in = values.floats();
    var out = result.floats();
    int size = channels * frames;
    for (int item = 0; item < values.dim(0); item++) {
      for (int i = 0; i < size; i++) {
        out.put(item * size + i, in.get((2 * item + which) * size + i));
      }
    }
    return result;
  }
}
