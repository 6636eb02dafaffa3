package dev.aulos.engine.pipeline;

import dev.aulos.engine.adapters.AdapterStack;
import dev.aulos.engine.codec.Codec;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The networks of a model over weights with adapters, kept by what the adapters are and how they
/// act, so that going back to earlier settings costs nothing.
final class AdaptedNetworks implements AutoCloseable {
  private final Backend backend;
  private final ModelConfig.TextToAudio config;
  private final Map<List<Object>, DiffusionNetwork> diffusion = new HashMap<>();
  private final Map<List<Object>, Conditioners> conditioners = new HashMap<>();
  private final Map<List<Object>, Codec> codecs = new HashMap<>();

  AdaptedNetworks(Backend backend, ModelConfig.TextToAudio config) {
    this.backend = backend;
    this.config = config;
  }

  /// The transformer at a noise level; `plain` where no adapter acts.
  synchronized DiffusionNetwork diffusion(
      AdapterStack stack, double level, DiffusionNetwork plain) {
    var identity = stack.networkAt(level);
    return identity.isEmpty()
        ? plain
        : diffusion.computeIfAbsent(
            identity,
            i ->
                new DiffusionNetwork(
                    backend,
                    config.dit(),
                    config.objective(),
                    stack.at(level),
                    Scopes.TRANSFORMER));
  }

  /// The numbers' conditioners; `plain` where no adapter acts.
  synchronized Conditioners conditioners(AdapterStack stack, Conditioners plain) {
    var identity = stack.below(Scopes.CONDITIONERS.toString());
    return identity.isEmpty()
        ? plain
        : conditioners.computeIfAbsent(
            identity, i -> new Conditioners(backend, config, weights(stack), Scopes.CONDITIONERS));
  }

  /// The autoencoder; `plain` where no adapter acts.
  synchronized Codec codec(AdapterStack stack, Codec plain) {
    var identity = stack.below(Scopes.CODEC.toString());
    return identity.isEmpty()
        ? plain
        : codecs.computeIfAbsent(
            identity,
            i ->
                Networks.codec(
                    backend, config.autoencoder().orElseThrow(), weights(stack), Scopes.CODEC));
  }

  /// Those of what has no noise level: any will do.
  private static Weights weights(AdapterStack stack) {
    return stack.at(0);
  }

  /// Closes all; what is asked for later is made anew.
  @Override
  public synchronized void close() {
    diffusion.values().forEach(DiffusionNetwork::close);
    conditioners.values().forEach(Conditioners::close);
    codecs.values().forEach(Codec::close);
    diffusion.clear();
    conditioners.clear();
    codecs.clear();
  }
}
