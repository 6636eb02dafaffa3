package dev.aulos.models.oobleck;

import dev.aulos.models.config.Section;
import java.util.List;

/// The sizes of one half of an Oobleck autoencoder, as its `config` states them.
///
/// @param audioChannels channels of the sound
/// @param channels width at full rate; level `i` has `channels · multiples[i]`
/// @param strides rate change of each block
/// @param latentChannels channels on the latent side (twice the latent's for an encoder with a
///   variational bottleneck)
/// @param finalTanh whether the decoder ends in tanh
public record OobleckConfig(
    int audioChannels,
    int channels,
    List<Integer> multiples,
    List<Integer> strides,
    int latentChannels,
    boolean finalTanh) {

  /// Copies the lists.
  public OobleckConfig {
    multiples = List.copyOf(multiples);
    strides = List.copyOf(strides);
  }

  /// Samples per latent frame.
  public int hop() {
    return strides.stream().reduce(1, (a, b) -> a * b);
  }

  /// The channels at the full-rate side of block `i`.
  int width(int i) {
    return channels * (i == 0 ? 1 : multiples.get(i - 1));
  }

  /// Reads the `encoder` or `decoder` object of an autoencoder's configuration.
  public static OobleckConfig of(Section half, boolean decoder) {
    half.only("type", half.text("type").equals("oobleck"), "supported: oobleck");
    half.ignore("requires_grad");
    try (var s = half.section("config")) {
      var config =
          new OobleckConfig(
              s.integer(decoder ? "out_channels" : "in_channels", 1, 64, 2),
              s.integer("channels", 1, 4096, 128),
              s.integers("c_mults", 1, 1024),
              s.integers("strides", 1, 1024),
              s.integer("latent_dim", 1, 65_536),
              decoder && s.flag("final_tanh", true));
      s.only("use_snake", s.flag("use_snake", false), "supported: true");
      s.only(
          "strides",
          config.strides.size() == config.multiples.size()
              && config.strides.stream().allMatch(stride -> stride % 2 == 0)
              && config.strides.stream().mapToDouble(x -> x).reduce(1, (a, b) -> a * b) <= 1 << 20,
          "there must be as many as c_mults, all even, with a product of at most 1048576");
      for (var key : new String[] {"antialias_activation", "use_nearest_upsample", "soft_clip"}) {
        s.only(key, !s.flag(key, false), "supported: false");
      }
      half.close();
      return config;
    }
  }
}
