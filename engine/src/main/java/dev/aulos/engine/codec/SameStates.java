package dev.aulos.engine.codec;

import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Every value inside SAME that has a name, to compare with those of another program. Each call
/// loads the network anew and runs the whole signal in one pass, with the draws of the reference.
public final class SameStates {
  private final Backend backend;
  private final SameConfig config;
  private final Weights weights;
  private final Scope scope;

  /// The states of the network whose parameters lie under `scope`.
  public SameStates(Backend backend, SameConfig config, Weights weights, Scope scope) {
    this.backend = backend;
    this.config = config;
    this.weights = weights;
    this.scope = scope;
  }

  /// The values by name on the way from `latents` (batch, latentChannels, frames) to `sound`, those
  /// of frames that fill up included. What an item has one of has the batch outermost; what it has
  /// several of, such as chunks, has those of all items, one item after another.
  public Map<String, NdArray> decoding(NdArray latents, NoiseSource noise) {
    var seen = new LinkedHashMap<String, Tensor>();
    seen.putAll(SameDecoder.of(scope, config).graph(seen::put).outputs());
    int batch = (int) latents.dim(0);
    var space = new Workspace();
    var draws = SameDraws.decoding(config, batch, (int) latents.dim(2), noise, space);
    return run(seen, batch, item -> SameDecoderSide.inputs(config, latents, item, draws, space));
  }

  /// The values by name on the way from `sound` (batch, audioChannels, any length) to `latents`,
  /// those of frames that fill up included.
  public Map<String, NdArray> encoding(NdArray sound, NoiseSource noise) {
    var seen = new LinkedHashMap<String, Tensor>();
    seen.putAll(SameEncoder.of(scope, config).graph(seen::put).outputs());
    int batch = (int) sound.dim(0);
    int frames = (int) ((sound.dim(2) - 1) / config.hop() + 1);
    var pass = SamePass.reference(SameCodec.WHOLE, frames, config.encoder()).get(0);
    var space = new Workspace();
    var draws = SameDraws.encoding(config, batch, frames, noise, space);
    return run(
        seen, batch, item -> SameEncoderSide.inputs(config, sound, item, pass, draws, space));
  }

  private Map<String, NdArray> run(
      Map<String, Tensor> outputs, int batch, IntFunction<Map<String, NdArray>> inputs) {
    var states = new LinkedHashMap<String, NdArray>();
    try (var executable = backend.compile(Graph.of("same states", outputs), weights)) {
      for (int item = 0; item < batch; item++) {
        var given = inputs.apply(item);
        for (var value : executable.run(given, Map.of(), Cancellation.none()).entrySet()) {
          put(states, value.getKey(), value.getValue(), item, batch);
        }
      }
    }
    return states;
  }

  private static void put(
      Map<String, NdArray> states, String name, NdArray value, int item, int batch) {
    var shape = value.shape();
    shape[0] *= batch;
    var all = states.computeIfAbsent(name, n -> NdArray.zeros(value.type(), shape));
    all.floats(item * value.size(), (item + 1) * value.size()).put(value.floats());
  }
}
