package dev.aulos.engine.codec;

import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.models.same.SameConfig;
import java.nio.FloatBuffer;

/// The noise of one pass over a batch, drawn in the reference's order. It lies in the workspace
/// until the next pass draws.
///
/// @param latent (batch, latentChannels, frames); nothing when encoding
/// @param tokens (batch·padded frames, new tokens per frame, width); nothing if the model has none
record SameDraws(int batch, NdArray latent, NdArray tokens) {
  private static final NdArray NOTHING = NdArray.zeros(DType.F32, 0);

  static SameDraws encoding(
      SameConfig config, int batch, int frames, NoiseSource noise, Workspace space) {
    var tokens = space.array("drawn tokens", encoderTokens(config, batch, frames));
    return new SameDraws(batch, NOTHING, drawn(noise, tokens));
  }

  static SameDraws decoding(
      SameConfig config, int batch, int frames, NoiseSource noise, Workspace space) {
    var latent = space.array("drawn latent", (long) batch * config.latentChannels() * frames);
    var tokens = space.array("drawn tokens", decoderTokens(config, batch, frames));
    return new SameDraws(batch, drawn(noise, latent), drawn(noise, tokens));
  }

  /// Passes over the draws of a decoding that nobody asks for.
  static void skipDecoding(SameConfig config, int batch, int frames, NoiseSource noise) {
    noise.skip(batch * config.latentChannels() * frames);
    int tokens = decoderTokens(config, batch, frames);
    if (tokens > 0) {
      noise.skip(tokens);
    }
  }

  private static int encoderTokens(SameConfig config, int batch, int frames) {
    var c = config.encoder();
    return c.maskNoise() > 0 ? batch * c.padded(frames) * c.width() : 0;
  }

  private static int decoderTokens(SameConfig config, int batch, int frames) {
    var c = config.decoder();
    return c.maskNoise() > 0
        ? Math.multiplyExact(batch * c.padded(frames), c.stride() * c.width())
        : 0;
  }

  private static NdArray drawn(NoiseSource noise, NdArray array) {
    if (array.size() > 0) {
      noise.fill(array.floats());
    }
    return array;
  }

  FloatBuffer latent(int item) {
    return part(latent, item);
  }

  FloatBuffer tokens(int item) {
    return part(tokens, item);
  }

  private FloatBuffer part(NdArray all, int item) {
    int size = all.size() / batch;
    return all.floats(item * size, (item + 1) * size);
  }
}
