package dev.aulos.engine.codec;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The decoder, ready to run.
final class SameDecoderSide implements AutoCloseable {
  private final SameConfig config;
  private final Executable executable;

  SameDecoderSide(Backend backend, SameConfig config, Weights weights, Scope scope) {
    this.config = config;
    executable = backend.compile(SameDecoder.of(scope, config).graph(Probe.NONE), weights);
  }

  /// The sound (1, audioChannels, padded frames·hop) of the frames of a pass, of one item of
  /// `latents`.
  NdArray run(
      NdArray latents, int item, SamePass pass, SameDraws draws, Cancellation cancellation) {
    cancellation.check();
    var inputs = inputs(config, Frames.copy(latents, pass.start(), pass.frames()), item, draws);
    var outputs = executable.run(inputs, Map.of(), cancellation);
    return Objects.requireNonNull(outputs.get("sound"));
  }

  /// What [SameDecoder#graph] is given to decode one item of `latents`. Draws may be for more
  /// frames than there are.
  static Map<String, NdArray> inputs(
      SameConfig config, NdArray latents, int item, SameDraws draws) {
    var c = config.decoder();
    int channels = config.latentChannels();
    int frames = (int) latents.dim(2);
    int padded = c.padded(frames);
    var inputs = new HashMap<String, NdArray>();
    int size = channels * frames;
    var own = latents.floats(item * size, (item + 1) * size);
    inputs.put("latents", padded(own, channels, frames, padded));
    inputs.put("noise", padded(draws.latent(item), channels, frames, padded));
    if (c.maskNoise() > 0) {
      var tokens = NdArray.zeros(DType.F32, padded, c.stride(), c.width());
      var drawn = draws.tokens(item);
      ((Buffer) drawn).limit(drawn.position() + tokens.size());
      tokens.floats().put(drawn);
      inputs.put("token_noise", tokens);
    }
    if (c.neighbourhood().granularity() > 1) {
      inputs.put("given", NdArray.of(new float[] {frames}, 1));
    }
    return inputs;
  }

  /// The first `frames` of each channel's values, then zeros up to `length`.
  private static NdArray padded(FloatBuffer values, int channels, int frames, int length) {
    var array = NdArray.zeros(DType.F32, 1, channels, length);
    var row = new float[values.remaining() / channels];
    for (int c = 0; c < channels; c++) {
      values.get(row);
      array.floats(c * length, c * length + frames).put(row, 0, frames);
    }
    return array;
  }

  @Override
  public void close() {
    executable.close();
  }
}
