package dev.aulos.engine.codec;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameEncoder;
import java.util.HashMap;
import java.util.Map;

/// The encoder, ready to run.
final class SameEncoderSide implements AutoCloseable {
  private final SameConfig config;
  private final Executable executable;

  SameEncoderSide(Backend backend, SameConfig config, Weights weights, Scope scope) {
    this.config = config;
    executable = backend.compile(SameEncoder.of(scope, config).graph(Probe.NONE), weights);
  }

  /// The latent (1, latentChannels, padded frames) of the frames of a pass, of one item of `sound`.
  NdArray run(
      NdArray sound,
      int item,
      SamePass pass,
      SameDraws draws,
      Workspace space,
      Cancellation cancellation) {
    cancellation.check();
    var inputs = inputs(config, sound, item, pass, draws, space);
    return executable.run(inputs, "latents", cancellation);
  }

  /// What [SameEncoder#graph] is given to encode the frames of a pass; zeros follow the end of the
  /// sound.
  static Map<String, NdArray> inputs(
      SameConfig config, NdArray sound, int item, SamePass pass, SameDraws draws, Workspace space) {
    var c = config.encoder();
    int padded = c.padded(pass.frames());
    int start = pass.start() * config.hop();
    int count = Math.min((int) sound.dim(2) - start, pass.frames() * config.hop());
    int length = padded * config.hop();
    int channels = config.audioChannels();
    var piece = space.array("sound", 1, channels, length);
    var rest = new float[length - count];
    for (int channel = 0; channel < channels; channel++) {
      int from = (item * channels + channel) * (int) sound.dim(2) + start;
      piece
          .floats(channel * length, (channel + 1) * length)
          .put(sound.floats(from, from + count))
          .put(rest);
    }
    var inputs = new HashMap<String, NdArray>();
    inputs.put("sound", piece);
    if (c.maskNoise() > 0) {
      var tokens = space.array("token noise", padded, 1, c.width());
      tokens.floats().put(draws.tokens(item));
      inputs.put("token_noise", tokens);
    }
    return inputs;
  }

  @Override
  public void close() {
    executable.close();
  }
}
