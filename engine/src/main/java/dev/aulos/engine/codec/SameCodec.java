package dev.aulos.engine.codec;

import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Cost;
import dev.aulos.graph.DType;
import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameDecoder;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.models.same.SameStack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The transformer autoencoder of Stable Audio 3.
///
/// The reference adds noise on every decoding, and on encoding too where the model has it: give its
/// draws for its results, or [SameNoise#OFF] for results without chance. It also codes long signals
/// in overlapping chunks whose seams show; the ways to code that take no [Chunking] code the whole,
/// without noise in passes of bounded memory that together are exact.
///
/// Where frames do not fill up what the network works on, there is sound, or latent, for the
/// filling as well: see [#decodedFrames] and [#encodedFrames].
public final class SameCodec implements Codec {
  /// One chunk, however long the signal.
  static final Chunking WHOLE = new Chunking(Integer.MAX_VALUE, 0);

  private final Backend backend;
  private final SameConfig config;
  private final Weights weights;
  private final Scope scope;
  private @Nullable SameEncoderSide encoder;
  private @Nullable SameDecoderSide decoder;
  private @Nullable Graph counted; // the decoder's, whose operations are counted

  /// A codec whose parameters lie under `scope`: the root for an autoencoder's own file,
  /// `pretransform.model` in a full checkpoint.
  public SameCodec(Backend backend, SameConfig config, Weights weights, Scope scope) {
    this.backend = backend;
    this.config = config;
    this.weights = weights;
    this.scope = scope;
  }

  /// The sizes.
  public SameConfig config() {
    return config;
  }

  @Override
  public int audioChannels() {
    return config.audioChannels();
  }

  @Override
  public int latentChannels() {
    return config.latentChannels();
  }

  @Override
  public int hop() {
    return config.hop();
  }

  /// The frames there is sound for when so many are decoded at once.
  public int decodedFrames(int frames) {
    return config.decoder().padded(frames);
  }

  /// The frames there are when so many samples are encoded at once.
  public int encodedFrames(int samples) {
    return config.encoder().padded((samples - 1) / hop() + 1);
  }

  @Override
  public void openDecoder() {
    decoder();
  }

  private SameDecoderSide decoder() {
    if (decoder == null) {
      decoder = new SameDecoderSide(backend, config, weights, scope);
    }
    return decoder;
  }

  private SameEncoderSide encoder() {
    if (encoder == null) {
      encoder = new SameEncoderSide(backend, config, weights, scope);
    }
    return encoder;
  }

  /// Starts decoding the samples `start ≤ i < end` of every item of `latents` as the reference
  /// does: in its chunks, with its draws.
  public SameDecoding decode(
      NdArray latents, Chunking chunking, NoiseSource noise, long start, long end) {
    check(latents, config.latentChannels(), "latent");
    var passes = SamePass.reference(chunking, (int) latents.dim(2), config.decoder());
    return decoding(latents, noise, passes, start, end);
  }

  /// Starts decoding the samples `start ≤ i < end` of the whole of every item of `latents`, without
  /// noise.
  public SameDecoding decode(NdArray latents, long start, long end) {
    check(latents, config.latentChannels(), "latent");
    var passes = SamePass.tiled((int) latents.dim(2), config.decoder());
    return decoding(latents, SameNoise.OFF, passes, start, end);
  }

  /// In the reference's chunks if the configuration asks for chunks, else as a whole.
  @Override
  public SameDecoding decode(NdArray latents, int item, long start, long end) {
    check(latents, config.latentChannels(), "latent");
    if (item < 0 || item >= latents.dim(0)) {
      throw new IllegalArgumentException("item " + item + " of " + latents);
    }
    int size = latents.size() / (int) latents.dim(0);
    var one = NdArray.zeros(DType.F32, 1, latents.dim(1), latents.dim(2));
    one.floats().put(latents.floats(item * size, (item + 1) * size));
    return config.chunked()
        ? decode(one, Chunking.DEFAULT, SameNoise.OFF, start, end)
        : decode(one, start, end);
  }

  private SameDecoding decoding(
      NdArray latents, NoiseSource noise, List<SamePass> passes, long start, long end) {
    long length = (long) passes.get(passes.size() - 1).to() * hop();
    if (start < 0 || end < start || end > length) {
      throw new IllegalArgumentException("samples " + start + " to " + end + " of " + length);
    }
    int needed = Math.toIntExact((end + hop() - 1) / hop());
    var enough = SamePass.upTo(needed, passes, config.decoder());
    return new SameDecoding(config, decoder(), latents, noise, enough, start, end);
  }

  /// The whole sound of `latents`, without noise: (batch, audioChannels, decoded frames·hop).
  public NdArray decode(NdArray latents, Cancellation cancellation) {
    return decode(latents, 0, (long) decodedFrames((int) latents.dim(2)) * hop())
        .rest(cancellation);
  }

  /// The whole sound of `latents` decoded in one pass, with its draws. The memory this takes grows
  /// with the length.
  public NdArray decode(NdArray latents, NoiseSource noise, Cancellation cancellation) {
    return decode(latents, WHOLE, noise, cancellation);
  }

  /// The sound of `latents` in the reference's chunks, with its draws: (batch, audioChannels,
  /// frames·hop), or the decoded frames if they are fewer than a chunk.
  public NdArray decode(
      NdArray latents, Chunking chunking, NoiseSource noise, Cancellation cancellation) {
    int frames = (int) latents.dim(2);
    int made = frames < chunking.chunk() ? decodedFrames(frames) : frames;
    return decode(latents, chunking, noise, 0, (long) made * hop()).rest(cancellation);
  }

  /// The latent of the whole of `sound` (batch, audioChannels, any length), without noise: (batch,
  /// latentChannels, encoded frames).
  public NdArray encode(NdArray sound, Cancellation cancellation) {
    check(sound, config.audioChannels(), "sound");
    int frames = (int) ((sound.dim(2) - 1) / hop() + 1);
    var passes = SamePass.tiled(frames, config.encoder());
    return encode(sound, passes, SameNoise.OFF, cancellation);
  }

  /// The latent of the whole of `sound` in one pass, with its draws. The memory this takes grows
  /// with the length.
  public NdArray encode(NdArray sound, NoiseSource noise, Cancellation cancellation) {
    return encode(sound, WHOLE, noise, cancellation);
  }

  /// As the reference does: a sound of at least a chunk gives its whole frames, what follows them
  /// is dropped; a shorter one is filled up with zeros to the encoded frames.
  @Override
  public NdArray encode(
      NdArray sound, Chunking chunking, NoiseSource noise, Cancellation cancellation) {
    check(sound, config.audioChannels(), "sound");
    int whole = (int) (sound.dim(2) / hop());
    int frames = whole < chunking.chunk() ? (int) ((sound.dim(2) - 1) / hop() + 1) : whole;
    var passes =
        whole < chunking.chunk()
            ? SamePass.reference(WHOLE, frames, config.encoder())
            : SamePass.reference(chunking, frames, config.encoder());
    return encode(sound, passes, noise, cancellation);
  }

  /// Without noise: in the reference's chunks if the configuration asks for chunks, else as a
  /// whole.
  @Override
  public NdArray encodeMean(NdArray sound, Cancellation cancellation) {
    return config.chunked()
        ? encode(sound, Chunking.DEFAULT, SameNoise.OFF, cancellation)
        : encode(sound, cancellation);
  }

  private NdArray encode(
      NdArray sound, List<SamePass> passes, NoiseSource noise, Cancellation cancellation) {
    int batch = (int) sound.dim(0);
    int frames = passes.get(passes.size() - 1).to();
    var latents = NdArray.zeros(DType.F32, batch, latentChannels(), frames);
    var space = new Workspace();
    for (var pass : passes) {
      var draws = SameDraws.encoding(config, batch, pass.frames(), noise, space);
      for (int item = 0; item < batch; item++) {
        keep(encoder().run(sound, item, pass, draws, space, cancellation), pass, latents, item);
      }
    }
    return latents;
  }

  private static void keep(NdArray encoded, SamePass pass, NdArray latents, int item) {
    int channels = (int) latents.dim(1);
    int frames = (int) latents.dim(2);
    int made = (int) encoded.dim(2);
    for (int c = 0; c < channels; c++) {
      int row = (item * channels + c) * frames;
      int from = c * made + pass.from() - pass.start();
      int count = pass.to() - pass.from();
      latents.floats(row + pass.from(), row + pass.to()).put(encoded.floats(from, from + count));
    }
  }

  @Override
  public double decodeCost(long frames) {
    if (counted == null) {
      counted = SameDecoder.of(scope, config).graph(Probe.NONE);
    }
    return cost(counted, config.decoder(), (int) frames);
  }

  @Override
  public double encodeCost(long frames) {
    var graph = SameEncoder.of(scope, config).graph(Probe.NONE);
    return cost(graph, config.encoder(), (int) frames);
  }

  private double cost(Graph graph, SameStack stack, int frames) {
    var passes =
        config.chunked()
            ? SamePass.reference(Chunking.DEFAULT, frames, stack)
            : SamePass.tiled(frames, stack);
    var known = new HashMap<Integer, Double>();
    double total = 0;
    for (var pass : passes) {
      int units = stack.padded(pass.frames()) / stack.neighbourhood().granularity();
      total +=
          known.computeIfAbsent(
              units, n -> (double) Cost.of(graph, Map.of("units", (long) n)).flop());
    }
    return total;
  }

  private static void check(NdArray array, int channels, String what) {
    if (array.rank() != 3 || array.dim(1) != channels || array.dim(2) < 1) {
      throw new IllegalArgumentException(
          what + " is " + array + ", expected (batch, " + channels + ", time ≥ 1)");
    }
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
      encoder = null;
    }
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
  }
}
