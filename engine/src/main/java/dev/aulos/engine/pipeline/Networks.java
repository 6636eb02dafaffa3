package dev.aulos.engine.pipeline;

import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.Codec;
import dev.aulos.engine.codec.OobleckCodec;
import dev.aulos.engine.codec.SameCodec;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;

/// The networks of a text-to-audio model, ready to run.
public final class Networks implements AutoCloseable {
  private final ModelConfig.TextToAudio config;
  private final TextEncoder text;
  private final Conditioners conditioners;
  private final DiffusionNetwork diffusion;
  private final Codec codec;

  /// Loads what every generation needs; the codec's sides load when first used.
  ///
  /// @param weights prepared: weight normalisation folded
  /// @param text owned from now on
  /// @throws IllegalArgumentException if the configuration has no autoencoder
  public Networks(
      Backend backend, ModelConfig.TextToAudio config, Weights weights, TextEncoder text) {
    this.config = config;
    this.text = text;
    conditioners = new Conditioners(backend, config, weights, Scopes.CONDITIONERS);
    diffusion =
        new DiffusionNetwork(
            backend, config.dit(), config.objective(), weights, Scopes.TRANSFORMER);
    var autoencoder =
        config
            .autoencoder()
            .orElseThrow(() -> new IllegalArgumentException("the model has no autoencoder"));
    codec = codec(backend, autoencoder, weights, Scopes.CODEC);
  }

  /// The codec of a configuration, under `scope`.
  public static Codec codec(
      Backend backend, Autoencoder autoencoder, Weights weights, Scope scope) {
    return switch (autoencoder) {
      case Autoencoder.Oobleck(var sizes) -> new OobleckCodec(backend, sizes, weights, scope);
      case Autoencoder.Same(var sizes) -> new SameCodec(backend, sizes, weights, scope);
    };
  }

  /// How the reference codes with an autoencoder.
  public static Chunking chunking(Autoencoder autoencoder) {
    boolean chunked =
        switch (autoencoder) {
          case Autoencoder.Oobleck(var sizes) -> sizes.chunked();
          case Autoencoder.Same(var sizes) -> sizes.chunked();
        };
    return chunked ? Chunking.DEFAULT : Chunking.WHOLE;
  }

  /// What the model is.
  public ModelConfig.TextToAudio config() {
    return config;
  }

  /// The text encoder.
  public TextEncoder text() {
    return text;
  }

  /// The other conditioners.
  public Conditioners conditioners() {
    return conditioners;
  }

  /// The diffusion network.
  public DiffusionNetwork diffusion() {
    return diffusion;
  }

  /// The autoencoder.
  public Codec codec() {
    return codec;
  }

  @Override
  public void close() {
    codec.close();
    diffusion.close();
    conditioners.close();
    text.close();
  }
}
