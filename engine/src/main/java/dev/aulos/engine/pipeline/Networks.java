package dev.aulos.engine.pipeline;

import dev.aulos.engine.adapters.AdapterStack;
import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.Codec;
import dev.aulos.engine.codec.OobleckCodec;
import dev.aulos.engine.codec.SameCodec;
import dev.aulos.engine.codec.SpectralCodec;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.engine.diffusion.Conditioning;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.diffusion.SwitchedNetwork;
import dev.aulos.engine.files.Scopes;
import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import java.util.Optional;

/// The networks of a text-to-audio model, ready to run.
public final class Networks implements AutoCloseable {
  private final ModelConfig.TextToAudio config;
  private final TextEncoder text;
  private final Conditioners conditioners;
  private final DiffusionNetwork diffusion;
  private final Codec codec;
  private final AdaptedNetworks adapted;
  private final Optional<AdapterStack> stack;

  /// Loads what every generation needs; the codec's sides load when first used.
  ///
  /// @param weights prepared: weight normalisation folded
  /// @param text owned from now on
  /// @param diffusion the same
  /// @throws IllegalArgumentException if the configuration has no autoencoder
  public Networks(
      Backend backend,
      ModelConfig.TextToAudio config,
      Weights weights,
      TextEncoder text,
      DiffusionNetwork diffusion) {
    this.config = config;
    this.text = text;
    this.diffusion = diffusion;
    conditioners = new Conditioners(backend, config, weights, Scopes.CONDITIONERS);
    var autoencoder =
        config
            .autoencoder()
            .orElseThrow(() -> new IllegalArgumentException("the model has no autoencoder"));
    codec = codec(backend, autoencoder, weights, Scopes.CODEC);
    adapted = new AdaptedNetworks(backend, config);
    stack = Optional.empty();
  }

  private Networks(Networks plain, AdapterStack stack) {
    config = plain.config;
    text = plain.text;
    diffusion = plain.diffusion;
    adapted = plain.adapted;
    conditioners = adapted.conditioners(stack, plain.conditioners, this);
    codec = adapted.codec(stack, plain.codec, this);
    this.stack = Optional.of(stack);
  }

  /// The diffusion network of a model.
  public static DiffusionNetwork diffusion(
      Backend backend, ModelConfig.TextToAudio config, Weights weights) {
    return new DiffusionNetwork(
        backend, config.dit(), config.objective(), weights, Scopes.TRANSFORMER);
  }

  /// These, over weights with adapters, for one generation, which releases them at its end. The
  /// transformer is made anew for each set of weights that a generation comes to, and kept for some
  /// time; the text encoder stays, and so does what no adapter names. These own what is made: only
  /// they are to be closed.
  ///
  /// @param adapters on the weights that these were made of
  public Networks with(AdapterStack adapters) {
    return new Networks(this, adapters);
  }

  /// Ends the use of what was made for adapters; these networks are not to be used any more.
  void release() {
    adapted.release(this);
  }

  /// Closes what was made for adapters. No generation with adapters may be under way.
  public void dropAdapted() {
    adapted.close();
  }

  /// The codec of a configuration, under `scope`.
  public static Codec codec(
      Backend backend, Autoencoder autoencoder, Weights weights, Scope scope) {
    return switch (autoencoder) {
      case Autoencoder.Oobleck(var sizes) -> new OobleckCodec(backend, sizes, weights, scope);
      case Autoencoder.Same(var sizes) -> new SameCodec(backend, sizes, weights, scope);
      case Autoencoder.Spectral(var sizes) -> new SpectralCodec(backend, sizes, weights, scope);
    };
  }

  /// How the reference codes with an autoencoder.
  public static Chunking chunking(Autoencoder autoencoder) {
    boolean chunked =
        switch (autoencoder) {
          case Autoencoder.Oobleck(var sizes) -> sizes.chunked();
          case Autoencoder.Same(var sizes) -> sizes.chunked();
          case Autoencoder.Spectral(var sizes) -> sizes.network().chunked();
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

  /// The diffusion network, without adapters.
  public DiffusionNetwork diffusion() {
    return diffusion;
  }

  /// The diffusion network with everything computed that no step changes, adapters included.
  ///
  /// @throws IllegalArgumentException as [DiffusionNetwork#condition]
  public Denoiser denoiser(
      Conditioning given, Guidance guidance, int frames, Cancellation cancellation) {
    if (stack.isEmpty()) {
      return diffusion.condition(given, guidance, frames, cancellation);
    }
    var adapters = stack.get();
    if (!adapters.dependsOnLevel()) {
      return adapted
          .diffusion(adapters, 1, diffusion, this)
          .condition(given, guidance, frames, cancellation);
    }
    return new SwitchedNetwork(
        config.objective(),
        level -> adapted.diffusion(adapters, level, diffusion, this),
        given,
        guidance,
        frames,
        cancellation);
  }

  /// The autoencoder.
  public Codec codec() {
    return codec;
  }

  @Override
  public void close() {
    adapted.close();
    codec.close();
    diffusion.close();
    conditioners.close();
    text.close();
  }
}
