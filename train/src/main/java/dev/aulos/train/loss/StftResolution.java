package dev.aulos.train.loss;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// How finely a short-time Fourier transform looks at a signal.
///
/// @param fft samples in a frame, even
/// @param hop samples from one frame to the next
/// @param window samples under the periodic Hann window, which lies in the middle of the frame
public record StftResolution(int fft, int hop, int window) {
  /// Checks the extents.
  public StftResolution {
    if (fft < 2 || fft % 2 != 0) {
      throw new IllegalArgumentException("fft is " + fft + ", expected an even number above 0");
    }
    if (hop < 1 || hop > fft) {
      throw new IllegalArgumentException("hop is " + hop + ", expected 1 to fft = " + fft);
    }
    if (window < 1 || window > fft) {
      throw new IllegalArgumentException("window is " + window + ", expected 1 to fft = " + fft);
    }
  }

  /// A window as long as the frame, and a hop of a quarter of it.
  public static StftResolution of(int fft) {
    return new StftResolution(fft, fft / 4, fft);
  }

  /// The resolution [#of] each size.
  public static List<StftResolution> all(int... ffts) {
    return Arrays.stream(ffts).mapToObj(StftResolution::of).collect(Collectors.toList());
  }

  /// Frequencies from 0 to half the sample rate, both included.
  public int bins() {
    return fft / 2 + 1;
  }

  /// How many bins lie at or below a frequency; at least 1.
  ///
  /// @param hertz the highest frequency wanted
  public int binsUpTo(double hertz, int sampleRate) {
    if (!(hertz > 0) || sampleRate < 1) {
      throw new IllegalArgumentException(
          "bins up to " + hertz + " Hz at a rate of " + sampleRate + ", expected both above 0");
    }
    return (int) Math.min(bins(), Math.floor(hertz / sampleRate * fft) + 1);
  }
}
