package dev.aulos.train.loss;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.stream.IntStream;

/// The short-time Fourier transform as products of frames with windowed cosines and sines.
///
/// @param bins how many bins are computed, from 0 Hz up
/// @param scale a factor of the whole spectrum
public record Stft(StftResolution resolution, int bins, double scale) {
  /// Checks the number of bins.
  public Stft {
    if (bins < 1 || bins > resolution.bins()) {
      throw new IllegalArgumentException(
          "bins is " + bins + ", expected 1 to " + resolution.bins() + " for " + resolution);
    }
  }

  /// All bins, unscaled, as `torch.stft` gives them.
  public static Stft of(StftResolution resolution) {
    return new Stft(resolution, resolution.bins(), 1);
  }

  /// The same transform with the spectrum divided by `√(Σ w²)`.
  public Stft normalised() {
    return new Stft(resolution, bins, FourierBasis.unitScale(resolution));
  }

  /// The same transform without bins above a frequency in Hz.
  public Stft upTo(double hertz, int sampleRate) {
    return new Stft(resolution, Math.min(bins, resolution.binsUpTo(hertz, sampleRate)), scale);
  }

  /// The spectra of frames that lie wholly within the signal: (n, t) → (n, 1 + (t − fft)/hop,
  /// bins).
  ///
  /// @throws IllegalArgumentException if the signal is shorter than a frame
  public Spectrum apply(Tensor x) {
    long t = x.dim(1).fixed();
    if (t < resolution.fft()) {
      throw new IllegalArgumentException(
          "a signal of " + t + " samples is shorter than a frame of " + resolution.fft());
    }
    long frames = 1 + (t - resolution.fft()) / resolution.hop();
    return frames(x.slice(1, 0, covered(frames)), frames);
  }

  /// The spectra of frames centred on every hop-th sample, the signal reflected at its ends: (n, t)
  /// → (n, 1 + t/hop, bins).
  ///
  /// @throws IllegalArgumentException if the signal is not longer than half a frame
  public Spectrum centred(Tensor x) {
    long frames = 1 + x.dim(1).fixed() / resolution.hop();
    var mirrored = Mirrored.of(x, resolution.fft() / 2);
    return frames(mirrored.from(resolution.fft() / 2, covered(frames)), frames);
  }

  /// The same from a signal of `t` samples reflected once for several resolutions, the bins in any
  /// order and some of no weight.
  Spectrum scattered(Mirrored x, long t) {
    long frames = 1 + t / resolution.hop();
    var covered = x.from(resolution.fft() / 2, covered(frames));
    return FastFourier.suits(resolution)
        ? FastFourier.of(this).apply(framed(covered, frames))
        : frames(covered, frames);
  }

  private long covered(long frames) {
    return (frames - 1) * resolution.hop() + resolution.fft();
  }

  private Spectrum frames(Tensor x, long frames) {
    var basis = FourierBasis.of(resolution, bins, scale);
    return resolution.fft() % resolution.hop() == 0
        ? basis.apply(framed(x, frames))
        : basis.convolve(x, resolution.hop());
  }

  /// Frames put together from blocks of one hop, (n, frames, fft).
  private Tensor framed(Tensor x, long frames) {
    int hop = resolution.hop();
    int overlap = resolution.fft() / hop;
    var blocks = x.reshape(Shape.of(x.dim(0), Dim.of(frames + overlap - 1), Dim.of(hop)));
    var parts =
        IntStream.range(0, overlap)
            .mapToObj(i -> blocks.slice(1, i, i + frames))
            .toArray(Tensor[]::new);
    return overlap == 1 ? blocks : Tensor.concat(2, parts);
  }
}
