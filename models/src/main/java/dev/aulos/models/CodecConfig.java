package dev.aulos.models;

import dev.aulos.models.config.Section;
import dev.aulos.models.oobleck.OobleckConfig;

/// The autoencoder between sound and latent.
///
/// @param latentChannels channels of the latent
/// @param hop samples per latent frame
/// @param scale what latents are divided by after encoding, and multiplied by before decoding
/// @param chunked whether the reference codes in chunks, which shows in the noise drawn on encoding
public record CodecConfig(
    OobleckConfig encoder,
    OobleckConfig decoder,
    int latentChannels,
    int hop,
    float scale,
    boolean chunked) {

  /// Reads the object that holds `encoder`, `decoder` and `bottleneck`.
  static CodecConfig of(Section s, float scale, boolean chunked) {
    var encoder = OobleckConfig.of(s.section("encoder"), false);
    var decoder = OobleckConfig.of(s.section("decoder"), true);
    try (var bottleneck = s.section("bottleneck")) {
      bottleneck.only("type", bottleneck.text("type").equals("vae"), "supported: vae");
    }
    var config =
        new CodecConfig(
            encoder,
            decoder,
            s.integer("latent_dim", 1, 65_536),
            s.integer("downsampling_ratio", 1, 1 << 20),
            scale,
            chunked);
    s.only(
        "downsampling_ratio",
        config.hop == encoder.hop() && config.hop == decoder.hop(),
        "the strides multiply to " + encoder.hop() + " and " + decoder.hop());
    s.only(
        "latent_dim",
        config.latentChannels == decoder.latentChannels()
            && 2 * config.latentChannels == encoder.latentChannels(),
        "decoder.config.latent_dim must equal it, and encoder.config.latent_dim be twice it");
    s.only(
        "io_channels",
        s.integer("io_channels", 1, 64, 2) == decoder.audioChannels(),
        "decoder.config.out_channels is " + decoder.audioChannels());
    s.ignore("sample_rate", "sample_size");
    s.close();
    return config;
  }

  /// Reads `model.pretransform`.
  static CodecConfig pretransform(Section s) {
    s.only("type", s.text("type").equals("autoencoder"), "supported: autoencoder");
    s.ignore("iterate_batch", "model_half", "enable_grad");
    float scale = (float) s.number("scale", 1);
    s.only("scale", scale > 0, "it must be above 0");
    var config = of(s.section("config"), scale, s.flag("chunked", false));
    s.close();
    return config;
  }
}
