package dev.aulos.engine.pipeline;

import dev.aulos.engine.adapters.AdapterStack;
import dev.aulos.engine.codec.Codec;
import dev.aulos.engine.conditioning.Conditioners;
import dev.aulos.engine.diffusion.DiffusionNetwork;
import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;

/// The networks of a model over weights with adapters, kept by what the adapters are and how they
/// act, so that going back to the settings before costs nothing.
final class AdaptedNetworks implements AutoCloseable {
  private static final int IDLE = 2; // each has as many weights as the model has

  private final Backend backend;
  private final ModelConfig.TextToAudio config;
  private final Kept<DiffusionNetwork> diffusion = new Kept<>(IDLE, DiffusionNetwork::close);
  private final Kept<Conditioners> conditioners = new Kept<>(IDLE, Conditioners::close);
  private final Kept<Codec> codecs = new Kept<>(IDLE, Codec::close);

  AdaptedNetworks(Backend backend, ModelConfig.TextToAudio config) {
    this.backend = backend;
    this.config = config;
  }

  /// The transformer at a noise level; `plain` where no adapter acts.
  synchronized DiffusionNetwork diffusion(
      AdapterStack stack, double level, DiffusionNetwork plain, Object user) {
    var identity = stack.networkAt(level);
    return identity.isEmpty()
        ? plain
        : diffusion.get(identity, user, () -> Networks.diffusion(backend, config, stack.at(level)));
  }

  /// The numbers' conditioners; `plain` where no adapter acts.
  synchronized Conditioners conditioners(AdapterStack stack, Conditioners plain, Object user) {
    var identity = stack.below(Scopes.CONDITIONERS.toString());
    return identity.isEmpty()
        ? plain
        : conditioners.get(
            identity,
            user,
            () -> new Conditioners(backend, config, weights(stack), Scopes.CONDITIONERS));
  }

  /// The autoencoder; `plain` where no adapter acts.
  synchronized Codec codec(AdapterStack stack, Codec plain, Object user) {
    var identity = stack.below(Scopes.CODEC.toString());
    return identity.isEmpty()
        ? plain
        : codecs.get(
            identity,
            user,
            () ->
                Networks.codec(
                    backend, config.autoencoder().orElseThrow(), weights(stack), Scopes.CODEC));
  }

  /// Those of what has no noise level: any will do.
  private static Weights weights(AdapterStack stack) {
    return stack.at(0);
  }

  /// Ends all use by a user.
  synchronized void release(Object user) {
    diffusion.release(user);
    conditioners.release(user);
    codecs.release(user);
  }

  /// Closes all; what is asked for later is made anew.
  @Override
  public synchronized void close() {
    diffusion.clear();
    conditioners.clear();
    codecs.clear();
  }
}
