package dev.aulos.models.same;

import dev.aulos.models.config.Section;

/// The autoencoder between sound and latent.
///
/// @param audioChannels channels of the sound
/// @param patch samples per patch
/// @param latentChannels channels of the latent
/// @param chunked whether the reference codes long signals in overlapping chunks
public record SameConfig(
    SameStack encoder,
    SameStack decoder,
    int audioChannels,
    int patch,
    int latentChannels,
    boolean chunked) {

  /// Samples per latent frame.
  public int hop() {
    return patch * decoder.stride();
  }

  /// Whether the object that holds `encoder` and `decoder` describes a SAME autoencoder.
  public static boolean fits(Section s) {
    if (!s.has("encoder")) {
      return false;
    }
    var encoder = s.section("encoder");
    var type = encoder.has("type") ? encoder.text("type") : "";
    return type.equals("same") || type.equals("taae_v2");
  }

  /// Reads the object that holds `encoder`, `decoder`, `bottleneck` and `pretransform`: `model` in
  /// an autoencoder's own file, `model.pretransform.config` in that of a diffusion model.
  public static SameConfig of(Section s, boolean chunked) {
    int audioChannels = s.integer("io_channels", 1, 64, 2);
    int patch = patch(s.section("pretransform"), audioChannels);
    return of(s, audioChannels, patch, patch, chunked);
  }

  /// Reads the rest of the object, where patches have `channels` times `patch` numbers and stand
  /// for `samples` samples of each channel of the sound.
  static SameConfig of(Section s, int channels, int patch, int samples, boolean chunked) {
    var encoder = SameStack.of(s.section("encoder"), false);
    var decoder = SameStack.of(s.section("decoder"), true);
    int latentChannels = s.integer("latent_dim", 1, 65_536);
    bottleneck(s.section("bottleneck"), latentChannels);
    var config = new SameConfig(encoder, decoder, channels, patch, latentChannels, chunked);
    check(s, config, samples);
    s.ignore("sample_rate", "sample_size");
    s.close();
    return config;
  }

  private static int patch(Section s, int audioChannels) {
    s.only("type", s.text("type").equals("patched"), "supported: patched");
    try (var config = s.section("config")) {
      s.close();
      int channels = config.integer("channels", 1, 64);
      config.only("channels", channels == audioChannels, "io_channels is " + audioChannels);
      return config.integer("patch_size", 1, 1 << 16);
    }
  }

  private static void bottleneck(Section s, int latentChannels) {
    s.only("type", s.text("type").equals("softnorm"), "supported: softnorm");
    try (var config = s.section("config")) {
      s.close();
      int channels = config.integer("dim", 1, 65_536);
      config.only("dim", channels == latentChannels, "latent_dim is " + latentChannels);
      int augmented = config.integer("noise_augment_dim", 0, 65_536, 0);
      config.only("noise_augment_dim", augmented == 0, "supported: 0");
      config.only("auto_scale", config.flag("auto_scale", false), "supported: true");
      config.ignore("freeze", "noise_regularize");
    }
  }

  private static void check(Section s, SameConfig c, int samples) {
    int hop = samples * c.decoder.stride();
    s.only(
        "downsampling_ratio",
        s.integer("downsampling_ratio", 1, 1 << 28) == hop
            && c.encoder.stride() == c.decoder.stride(),
        "patches of "
            + samples
            + " times the strides are "
            + samples * c.encoder.stride()
            + " and "
            + hop);
    s.only(
        "latent_dim",
        c.encoder.latentChannels() == c.latentChannels
            && c.decoder.latentChannels() == c.latentChannels,
        "encoder.config.latent_dim is "
            + c.encoder.latentChannels()
            + " and decoder.config.latent_dim "
            + c.decoder.latentChannels());
    int patchChannels = c.patch * c.audioChannels;
    s.only(
        "io_channels",
        c.encoder.patchChannels() == patchChannels && c.decoder.patchChannels() == patchChannels,
        "patches of the sound have "
            + patchChannels
            + " channels, encoder.config.in_channels is "
            + c.encoder.patchChannels()
            + " and decoder.config.out_channels "
            + c.decoder.patchChannels());
  }
}
