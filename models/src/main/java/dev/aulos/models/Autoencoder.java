package dev.aulos.models;

import dev.aulos.models.config.Section;
import dev.aulos.models.same.SameConfig;

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

  /// Reads `model` of an autoencoder's own file.
  static Autoencoder alone(Section model) {
    return SameConfig.fits(model)
        ? new Same(SameConfig.of(model, false))
        : new Oobleck(CodecConfig.of(model, 1, false));
  }

  /// Reads `model.pretransform`.
  static Autoencoder pretransform(Section s) {
    return s.has("config") && SameConfig.fits(s.section("config"))
        ? new Same(SameConfig.pretransform(s))
        : new Oobleck(CodecConfig.pretransform(s));
  }
}
