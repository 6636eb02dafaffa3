package dev.aulos.train.discriminator;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.train.loss.AdversarialLoss;
import dev.aulos.train.loss.StftResolution;
import dev.aulos.train.loss.WaveformLoss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The multi-scale STFT discriminator (arXiv:2210.13438): stacks of convolutions over time and
/// frequency, each on the complex spectrum at a resolution of its own.
public final class SpectralDiscriminator {
  private final List<SpectralScale> scales;

  private SpectralDiscriminator(List<SpectralScale> scales) {
    this.scales = scales;
  }

  /// The extents of a discriminator.
  ///
  /// @param resolutions one for each scale
  /// @param channels of the sound
  /// @param filters channels of the convolutions
  public record Config(List<StftResolution> resolutions, int channels, int filters) {
    /// Copies the list and checks the numbers.
    public Config {
      resolutions = List.copyOf(resolutions);
      if (resolutions.isEmpty() || channels < 1 || filters < 1) {
        throw new IllegalArgumentException(
            String.format(
                "%d resolutions, %d channels, %d filters, expected at least 1 of each",
                resolutions.size(), channels, filters));
      }
    }

    /// Stereo sound at five scales with 64 filters, as Stable Audio's autoencoder was trained.
    public static Config published() {
      return new Config(StftResolution.all(2048, 1024, 512, 256, 128), 2, 64);
    }
  }

  /// Declares the parameters; the scope is that of the checkpoint's `discriminators`.
  public static SpectralDiscriminator of(Scope w, Config config) {
    var scales = new ArrayList<SpectralScale>();
    for (int i = 0; i < config.resolutions.size(); i++) {
      var scope = w.at("discriminators", i);
      scales.add(
          SpectralScale.of(scope, config.resolutions.get(i), config.channels, config.filters));
    }
    return new SpectralDiscriminator(scales);
  }

  /// Sound (b, channels, t) → one judgement a scale, scores (b, frames, 1, bins) and features (b,
  /// frames, filters, bins).
  ///
  /// @throws IllegalArgumentException if the sound is shorter than the longest frame
  public List<Judgement> apply(Tensor sound) {
    return scales.stream().map(scale -> scale.apply(sound)).collect(Collectors.toList());
  }

  /// The losses, each averaged over scales and of shape ().
  ///
  /// @param discriminator what the discriminator minimises
  /// @param generator what the generator minimises of the scores
  /// @param featureMatching the mean distance of features, averaged over layers
  public record Terms(Tensor discriminator, Tensor generator, Tensor featureMatching) {}

  /// The losses of judgements of real and generated sound.
  public static Terms losses(AdversarialLoss kind, List<Judgement> real, List<Judgement> fake) {
    if (real.size() != fake.size() || real.isEmpty()) {
      throw new IllegalArgumentException(
          real.size() + " judgements of real sound and " + fake.size() + " of fakes");
    }
    var discriminator = Tensor.constant(0);
    var generator = Tensor.constant(0);
    var features = Tensor.constant(0);
    for (int i = 0; i < real.size(); i++) {
      var r = real.get(i);
      var f = fake.get(i);
      discriminator = discriminator.add(kind.discriminator(r.scores(), f.scores()));
      generator = generator.add(kind.generator(r.scores(), f.scores()));
      features = features.add(matching(r.features(), f.features()));
    }
    float share = 1f / real.size();
    return new Terms(discriminator.mul(share), generator.mul(share), features.mul(share));
  }

  private static Tensor matching(List<Tensor> real, List<Tensor> fake) {
    var sum = Tensor.constant(0);
    for (int i = 0; i < real.size(); i++) {
      sum = sum.add(WaveformLoss.absolute(real.get(i), fake.get(i)));
    }
    return sum.mul(1f / real.size());
  }

  /// Fresh values of all parameters by path below the discriminator's scope: uniform within
  /// `±1/√(fan in)`, the lengths those of the directions.
  public static Map<String, NdArray> initial(Config config, RandomGenerator random) {
    var values = new LinkedHashMap<String, NdArray>();
    var kernels = SpectralScale.kernels(config.channels, config.filters);
    for (int i = 0; i < config.resolutions.size(); i++) {
      for (int k = 0; k < kernels.size(); k++) {
        var name = k + 1 < kernels.size() ? "convs." + k : "conv_post";
        var path = "discriminators." + i + "." + name + ".conv";
        Initial.normalised(path, random, values, kernels.get(k).shape());
      }
    }
    return values;
  }
}
