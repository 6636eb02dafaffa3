package dev.aulos.engine.pipeline;

import dev.aulos.engine.codec.OobleckCodec;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Weights;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.ModelConfig;

/// The networks of a text-to-audio model, ready to run.
public final class Networks implements AutoCloseable {
  private final ModelConfig.TextToAudio config;
  private final TextEncoder text;
  private final Conditioners conditioners;
  private final DiffusionNetwork diffusion;
  private final OobleckCodec codec;

  /// Loads what every generation needs; the codec's sides load when first used.
  ///
  /// @param weights prepared: weight normalisation folded
  /// @param text owned from now on
  public Networks(
      Backend backend,
      ModelConfig.TextToAudio config,
      CodecConfig codecConfig,
      Weights weights,
      TextEncoder text) {
    this.config = config;
    this.text = text;
    conditioners = new Conditioners(backend, config, weights, Scopes.CONDITIONERS);
    diffusion =
        new DiffusionNetwork(
            backend, config.dit(), config.objective(), weights, Scopes.TRANSFORMER);
    codec = new OobleckCodec(backend, codecConfig, weights, Scopes.CODEC);
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
  public OobleckCodec codec() {
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
