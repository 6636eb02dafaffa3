package dev.aulos.train.loss;

import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The multi-resolution STFT loss (arXiv:1910.11480): spectral convergence plus the distance of
/// logarithmic magnitudes, averaged over resolutions.
///
/// Convergence is relative to the norm of the prediction, as published models were trained.
///
/// @param transforms one for each resolution
/// @param weighting a filter through which both signals pass first
public record StftLoss(List<Stft> transforms, Optional<AWeighting> weighting) {
  /// Copies the list.
  public StftLoss {
    transforms = List.copyOf(transforms);
    if (transforms.isEmpty()) {
      throw new IllegalArgumentException("an STFT loss needs at least one resolution");
    }
  }

  /// The loss at these resolutions, over all bins, unweighted.
  public static StftLoss of(List<StftResolution> resolutions) {
    return new StftLoss(
        resolutions.stream().map(Stft::of).collect(Collectors.toList()), Optional.empty());
  }

  /// The loss through the A-weighting filter for a sample rate.
  public StftLoss weighted(int sampleRate) {
    return new StftLoss(transforms, Optional.of(AWeighting.of(sampleRate)));
  }

  /// A cheaper loss that does not look above a frequency in Hz.
  public StftLoss upTo(double hertz, int sampleRate) {
    var limited = transforms.stream().map(t -> t.upTo(hertz, sampleRate));
    return new StftLoss(limited.collect(Collectors.toList()), weighting);
  }

  /// A cheaper loss at some of the resolutions, by their places in the list.
  public StftLoss only(int... places) {
    return new StftLoss(
        Arrays.stream(places).mapToObj(transforms::get).collect(Collectors.toList()), weighting);
  }

  /// A multi-resolution loss and its parts.
  ///
  /// @param loss of shape ()
  /// @param distances one for each resolution
  public record Terms(Tensor loss, List<SpectralDistance> distances) {
    /// Copies the list.
    public Terms {
      distances = List.copyOf(distances);
    }

    private static Terms of(List<SpectralDistance> distances) {
      var losses = distances.stream().map(SpectralDistance::loss);
      var sum = losses.reduce(Tensor::add).orElseThrow();
      return new Terms(sum.mul(1f / distances.size()), distances);
    }
  }

  /// The loss of the autoencoder's stereo recipe and its parts, each of shape ().
  ///
  /// @param total `sumDifference + ½·left + ½·right`
  /// @param sumDifference the mean of the losses of L + R and L − R
  public record Stereo(Tensor total, Tensor sumDifference, Tensor left, Tensor right) {}

  /// The loss with every channel as a signal of its own.
  ///
  /// @param target (b, c, t)
  /// @param prediction (b, c, t)
  public Terms channels(Tensor target, Tensor prediction) {
    check(target, prediction);
    return terms(rows(target), rows(prediction));
  }

  /// The mean of the losses of L + R and L − R.
  ///
  /// @param target (b, 2, t)
  /// @param prediction (b, 2, t)
  public Tensor sumDifference(Tensor target, Tensor prediction) {
    check(target, prediction);
    return terms(sumAndDifference(target), sumAndDifference(prediction)).loss();
  }

  /// The loss on sum and difference and, at half weight, on each side.
  ///
  /// @param target (b, 2, t)
  /// @param prediction (b, 2, t)
  public Stereo stereo(Tensor target, Tensor prediction) {
    check(target, prediction);
    var pairs = pairs(target, prediction);
    var sumDifference = sumDifference(pairs);
    var left = mean(pairs, p -> SpectralDistance.of(p.target.left, p.prediction.left));
    var right = mean(pairs, p -> SpectralDistance.of(p.target.right, p.prediction.right));
    var total = sumDifference.add(left.mul(0.5f)).add(right.mul(0.5f));
    return new Stereo(total, sumDifference, left, right);
  }

  /// Both sides of a sound at one resolution: sums and differences of signals are those of spectra.
  private record Sides(Spectrum left, Spectrum right) {
    Spectrum sum() {
      return left.plus(right);
    }

    Spectrum difference() {
      return left.minus(right);
    }
  }

  private record Pair(Sides target, Sides prediction) {}

  private interface Distance {
    SpectralDistance of(Pair pair);
  }

  private List<Pair> pairs(Tensor target, Tensor prediction) {
    var x = sides(target);
    var y = sides(prediction);
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < transforms.size(); i++) {
      pairs.add(new Pair(x.get(i), y.get(i)));
    }
    return pairs;
  }

  /// L + R of all items, then L − R: (b, 2, t) → (2·b, t).
  private static Tensor sumAndDifference(Tensor x) {
    return Tensor.concat(0, side(x, 0).add(side(x, 1)), side(x, 0).sub(side(x, 1)));
  }

  private static Tensor side(Tensor x, int channel) { // (b, 2, t) → (b, t)
    if (x.dim(1).fixed() != 2) {
      throw new IllegalArgumentException(
          "a stereo loss of " + x.shape() + ", expected (batch, 2, samples)");
    }
    return rows(x.slice(1, channel, channel + 1L));
  }

  private List<Sides> sides(Tensor x) {
    var left = spectra(side(x, 0));
    var right = spectra(side(x, 1));
    var sides = new ArrayList<Sides>();
    for (int i = 0; i < transforms.size(); i++) {
      sides.add(new Sides(left.get(i), right.get(i)));
    }
    return sides;
  }

  private static Tensor sumDifference(List<Pair> pairs) {
    var sum = mean(pairs, p -> SpectralDistance.of(p.target.sum(), p.prediction.sum()));
    var difference =
        mean(pairs, p -> SpectralDistance.of(p.target.difference(), p.prediction.difference()));
    return sum.add(difference).mul(0.5f);
  }

  private static Tensor mean(List<Pair> pairs, Distance distance) {
    return Terms.of(pairs.stream().map(distance::of).collect(Collectors.toList())).loss();
  }

  private Terms terms(Tensor target, Tensor prediction) {
    var x = spectra(target);
    var y = spectra(prediction);
    var distances = new ArrayList<SpectralDistance>();
    for (int i = 0; i < x.size(); i++) {
      distances.add(SpectralDistance.of(x.get(i), y.get(i)));
    }
    return Terms.of(distances);
  }

  /// The spectra of signals (n, t) at every resolution.
  private List<Spectrum> spectra(Tensor x) {
    var filtered = weighting.isPresent() ? weighting.get().apply(x) : x;
    int margin = transforms.stream().mapToInt(t -> t.resolution().fft() / 2).max().orElseThrow();
    var mirrored = Mirrored.of(filtered, margin);
    long t = x.dim(1).fixed();
    return transforms.stream().map(f -> f.scattered(mirrored, t)).collect(Collectors.toList());
  }

  private static Tensor rows(Tensor x) { // (b, c, t) → (b·c, t)
    return x.reshape(Shape.of(x.dim(0).times(x.dim(1)), x.dim(2)));
  }

  private static void check(Tensor target, Tensor prediction) {
    if (target.shape().rank() != 3 || !target.shape().equals(prediction.shape())) {
      throw new IllegalArgumentException(
          "an STFT loss between "
              + target.shape()
              + " and "
              + prediction.shape()
              + ", expected (batch, channels, samples) twice");
    }
  }
}
