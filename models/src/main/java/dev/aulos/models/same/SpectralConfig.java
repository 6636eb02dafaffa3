package dev.aulos.models.same;

import dev.aulos.models.config.Section;

/// An autoencoder whose network codes descriptions of sound rather than samples: frame by frame so
/// many numbers that leave the phase out.
///
/// @param network the network; what it calls sound are descriptions, of one channel, a patch of
///   numbers for each frame
/// @param channels of the sound
/// @param frame samples of a frame
public record SpectralConfig(SameConfig network, int channels, int frame) {
  /// Samples per latent frame.
  public int hop() {
    return frame * network.decoder().stride();
  }

  /// Numbers that describe a frame.
  public int numbers() {
    return network.patch();
  }

  /// Whether the object that holds `encoder`, `decoder` and `pretransform` is of this kind.
  public static boolean fits(Section s) {
    return s.has("pretransform") && s.section("pretransform").text("type").equals("spectral");
  }

  /// Reads that object.
  public static SpectralConfig of(Section s, boolean chunked) {
    int channels = s.integer("io_channels", 1, 64, 2);
    s.only("io_channels", channels == 2, "supported: 2");
    int frame;
    int numbers;
    var pretransform = s.section("pretransform");
    pretransform.text("type");
    try (var config = pretransform.section("config")) {
      pretransform.close();
      config.only("channels", config.integer("channels", 1, 64) == channels, "io_channels is 2");
      frame = config.integer("frame_size", 1, 1 << 16);
      numbers = config.integer("numbers", 1, 1 << 16);
    }
    return new SpectralConfig(SameConfig.of(s, 1, numbers, frame, chunked), channels, frame);
  }
}
