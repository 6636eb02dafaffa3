package dev.aulos.models;

import dev.aulos.models.config.Section;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SpectralConfig;

/// The autoencoder between sound and latent, of one of the kinds there are.
public sealed interface Autoencoder {
  /// Channels of the latent.
  int latentChannels();

  /// Samples per latent frame.
  int hop();

  /// The convolutional autoencoder of the older line.
  record Oobleck(CodecConfig config) implements Autoencoder {
    @Override
    public int latentChannels() {
      return config.latentChannels();
    }

    @Override
    public int hop() {
      return config.hop();
    }
  }

  /// The transformer autoencoder of Stable Audio 3.
  record Same(SameConfig config) implements Autoencoder {
    @Override
    public int latentChannels() {
      return config.latentChannels();
    }

    @Override
    public int hop() {
      return config.hop();
    }
  }

  /// The transformer autoencoder on a description of sound that leaves the phase out.
  record Spectral(SpectralConfig config) implements Autoencoder {
    @Override
    public int latentChannels() {
      return config.network().latentChannels();
    }

    @Override
    public int hop() {
      return config.hop();
    }
  }

  /// Reads `model` of an autoencoder's own file.
  static Autoencoder alone(Section model) {
    return SameConfig.fits(model)
        ? transformer(model, false)
        : new Oobleck(CodecConfig.of(model, 1, false));
  }

  /// Reads `model.pretransform`.
  static Autoencoder pretransform(Section s) {
    if (!s.has("config") || !SameConfig.fits(s.section("config"))) {
      return new Oobleck(CodecConfig.pretransform(s));
    }
    s.only("type", s.text("type").equals("autoencoder"), "supported: autoencoder");
    s.only("scale", s.number("scale", 1) == 1, "supported: 1");
    s.ignore("iterate_batch", "model_half", "enable_grad");
    var autoencoder = transformer(s.section("config"), s.flag("chunked", false));
    s.close();
    return autoencoder;
  }

  private static Autoencoder transformer(Section s, boolean chunked) {
    return SpectralConfig.fits(s)
        ? new Spectral(SpectralConfig.of(s, chunked))
        : new Same(SameConfig.of(s, chunked));
  }
}
