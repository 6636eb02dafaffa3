package dev.aulos.engine.codec;

import static dev.aulos.audio.SpectralLayout.HOP;

import dev.aulos.audio.SpectralAnalysis;
import dev.aulos.audio.SpectralLayout;
import dev.aulos.audio.SpectralSynthesis;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.same.SpectralConfig;

/// The transformer autoencoder on descriptions of sound that leave the phase out: an analysis
/// before its encoder, a synthesis after its decoder.
public final class SpectralCodec implements Codec {
  private final SpectralConfig config;
  private final SameCodec network;

  /// A codec whose parameters lie under `scope`.
  ///
  /// @throws UnsupportedModelException if its descriptions are not [SpectralLayout]'s
  public SpectralCodec(Backend backend, SpectralConfig config, Weights weights, Scope scope) {
    if (config.frame() != HOP || config.numbers() != SpectralLayout.SIZE) {
      throw new UnsupportedModelException(
          String.format(
              "pretransform.config: frames of %d samples and %d numbers, supported: %d and %d",
              config.frame(), config.numbers(), HOP, SpectralLayout.SIZE));
    }
    this.config = config;
    network = new SameCodec(backend, config.network(), weights, scope);
  }

  @Override
  public int audioChannels() {
    return config.channels();
  }

  @Override
  public int latentChannels() {
    return network.latentChannels();
  }

  @Override
  public int hop() {
    return config.hop();
  }

  @Override
  public void openDecoder() {
    network.openDecoder();
  }

  /// Phases follow from all sound before: whatever the start, the sound is made from its beginning.
  @Override
  public SoundStream decode(NdArray latents, int item, long start, long end) {
    return new SpectralStream(described(latents, item, start, end), 0, start, end);
  }

  /// Starts decoding item `item` of `latents` from its beginning up to the sample `end`, with what
  /// is noise in it drawn: two values of `noise` are its seed.
  public SoundStream decode(NdArray latents, int item, long end, NoiseSource noise) {
    var drawn = noise.draw(2);
    long low = Float.floatToIntBits(drawn[1]) & 0xFFFFFFFFL;
    long seed = (long) Float.floatToIntBits(drawn[0]) << Integer.SIZE | low;
    return new SpectralStream(described(latents, item, 0, end), seed, 0, end);
  }

  /// The descriptions that these samples of an item are made of.
  private SoundStream described(NdArray latents, int item, long start, long end) {
    long all = latents.dim(2) * config.network().decoder().stride();
    if (start < 0 || end < start || end > all * HOP) {
      throw new IllegalArgumentException("samples " + start + " to " + end + " of " + all * HOP);
    }
    long frames = Math.min(all, (end + HOP - 1) / HOP + SpectralSynthesis.reach());
    return network.decode(latents, item, 0, frames * SpectralLayout.SIZE);
  }

  @Override
  public NdArray encode(
      NdArray sound, Chunking chunking, NoiseSource noise, Cancellation cancellation) {
    return network.encode(described(sound, cancellation), chunking, noise, cancellation);
  }

  @Override
  public NdArray encodeMean(NdArray sound, Cancellation cancellation) {
    return network.encodeMean(described(sound, cancellation), cancellation);
  }

  /// Sound (batch, 2, any length), with silence to whole latent frames, as what the network takes:
  /// (batch, 1, numbers).
  private NdArray described(NdArray sound, Cancellation cancellation) {
    if (sound.rank() != 3 || sound.dim(1) != config.channels() || sound.dim(2) < 1) {
      throw new IllegalArgumentException(
          "sound is " + sound + ", expected (batch, " + config.channels() + ", time ≥ 1)");
    }
    int batch = (int) sound.dim(0);
    int length = (int) sound.dim(2);
    int stride = config.network().encoder().stride();
    int numbers = (length + hop() - 1) / hop() * stride * SpectralLayout.SIZE;
    var result = NdArray.zeros(DType.F32, batch, 1, numbers);
    for (int item = 0; item < batch; item++) {
      cancellation.check();
      var left = channel(sound, 2 * item);
      var right = channel(sound, 2 * item + 1);
      var described = SpectralAnalysis.of(left, right, stride);
      result.floats(item * numbers, (item + 1) * numbers).put(described);
    }
    return result;
  }

  private static float[] channel(NdArray sound, int row) {
    var own = new float[(int) sound.dim(2)];
    sound.floats(row * own.length, (row + 1) * own.length).get(own);
    return own;
  }

  @Override
  public double decodeCost(long frames) {
    return network.decodeCost(frames);
  }

  @Override
  public double encodeCost(long frames) {
    return network.encodeCost(frames);
  }

  @Override
  public void close() {
    network.close();
  }
}
