package dev.aulos.engine.codec;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
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

/// The decoder, ready to run.
final class SameDecoderSide implements AutoCloseable {
  private final SameConfig config;
  private final Executable executable;

  SameDecoderSide(Backend backend, SameConfig config, Weights weights, Scope scope) {
    this.config = config;
    executable = backend.compile(SameDecoder.of(scope, config).graph(Probe.NONE), weights);
  }

  /// The sound (1, audioChannels, padded frames·hop) of the frames of a pass, of one item of
  /// `latents`. It lies in the workspace until the next run.
  NdArray run(
      NdArray latents,
      int item,
      SamePass pass,
      SameDraws draws,
      Workspace space,
      Cancellation cancellation) {
    cancellation.check();
    var own = space.array("frames", latents.dim(0), latents.dim(1), pass.frames());
    Frames.fill(own, latents, pass.start());
    var inputs = inputs(config, own, item, draws, space);
    var graph = executable.graph();
    var shape = graph.output("sound").shape().at(graph.lengths(inputs));
    var sound = space.array("sound", shape);
    executable.run(inputs, Map.of("sound", sound), cancellation);
    return sound;
  }

  /// What [SameDecoder#graph] is given to decode one item of `latents`. Draws may be for more
  /// frames than there are.
  static Map<String, NdArray> inputs(
      SameConfig config, NdArray latents, int item, SameDraws draws, Workspace space) {
    var c = config.decoder();
    int channels = config.latentChannels();
    int frames = (int) latents.dim(2);
    int padded = c.padded(frames);
    var inputs = new HashMap<String, NdArray>();
    int size = channels * frames;
    var own = latents.floats(item * size, (item + 1) * size);
    inputs.put("latents", padded(own, frames, space.array("latents", 1, channels, padded)));
    var noise = space.array("noise", 1, channels, padded);
    inputs.put("noise", padded(draws.latent(item), frames, noise));
    if (c.maskNoise() > 0) {
      var tokens = space.array("token noise", padded, c.stride(), c.width());
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

  /// Into `array` the first `frames` of each channel's values, then zeros.
  private static NdArray padded(FloatBuffer values, int frames, NdArray array) {
    int channels = (int) array.dim(1);
    var row = new float[values.remaining() / channels];
    var rest = new float[(int) array.dim(2) - frames];
    var out = array.floats();
    for (int c = 0; c < channels; c++) {
      values.get(row);
      out.put(row, 0, frames).put(rest);
    }
    return array;
  }

  @Override
  public void close() {
    executable.close();
  }
}
