package dev.aulos.train.loss;

import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Which frames of a batch are sound, and which fill it up to a common length.
public final class PaddingMask {
  private PaddingMask() {}

  /// 1 for the first `real[i]` frames of item i, else 0: (b, frames), F32.
  ///
  /// @param real the frames of sound in each item, 0 to `frames`
  public static NdArray of(int frames, int... real) {
    var mask = new float[real.length * frames];
    for (int i = 0; i < real.length; i++) {
      if (real[i] < 0 || real[i] > frames) {
        throw new IllegalArgumentException(
            "item " + i + " has " + real[i] + " frames of sound, expected 0 to " + frames);
      }
      Arrays.fill(mask, i * frames, i * frames + real[i], 1);
    }
    return NdArray.of(mask, real.length, frames);
  }

  /// A length that counts some of the silence after a sound as part of it, so that a model learns
  /// to end: exponentially distributed, at most `frames`.
  ///
  /// @param meanSilence the mean number of frames of silence
  public static int extended(int real, int frames, double meanSilence, RandomGenerator random) {
    if (real < 0 || real > frames || !(meanSilence >= 0)) {
      throw new IllegalArgumentException(
          String.format(
              "%d of %d frames extended by %s, expected 0 ≤ real ≤ frames and a mean of 0 or more",
              real, frames, meanSilence));
    }
    return (int) Math.min(frames, Math.round(real + random.nextExponential() * meanSilence));
  }
}
