package dev.aulos.engine.noise;

import java.nio.FloatBuffer;

/// A stream of standard-normal tensors, drawn in order.
public interface NoiseSource {
  /// Fills `out` with the next tensor of the stream.
  void fill(float[] out);

  /// Passes over a tensor of `size` values that the reference draws and does not use.
  void skip(int size);

  /// Noise for steps between noise levels in `[low, high]`, in tensors of `size` values. Whatever
  /// it takes from the stream to seed it is taken by this call.
  IntervalNoise intervals(float low, float high, int size);

  /// The next tensor of the stream, in a new array.
  default float[] draw(int size) {
    var out = new float[size];
    fill(out);
    return out;
  }

  /// Fills `out`, from its position to its limit, with the next tensor of the stream.
  default void fill(FloatBuffer out) {
    out.put(draw(out.remaining()));
  }
}
