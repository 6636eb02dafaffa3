package dev.aulos.engine.codec;

import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Cost;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.oobleck.Oobleck;
import dev.aulos.models.oobleck.Span;
import dev.aulos.models.oobleck.Stage;
import java.util.List;
import java.util.Map;

/// The variational autoencoder between sound (batch, audioChannels, frames·hop) and latent (batch,
/// latentChannels, frames). Each side is loaded when first used.
public final class OobleckCodec implements Codec {
  private final Backend backend;
  private final CodecConfig config;
  private final Weights weights;
  private final Scope scope;
  private CodecSide[] encoder = {};
  private CodecSide[] decoder = {};

  /// A codec whose parameters lie under `scope`: the root for an autoencoder's own file,
  /// `pretransform.model` in a full checkpoint.
  public OobleckCodec(Backend backend, CodecConfig config, Weights weights, Scope scope) {
    this.backend = backend;
    this.config = config;
    this.weights = weights;
    this.scope = scope;
  }

  /// The sizes.
  public CodecConfig config() {
    return config;
  }

  @Override
  public int audioChannels() {
    return config.decoder().audioChannels();
  }

  @Override
  public int latentChannels() {
    return config.latentChannels();
  }

  @Override
  public int hop() {
    return config.hop();
  }

  @Override
  public void openDecoder() {
    if (decoder.length == 0) {
      var stages = Oobleck.decoder(scope.at("decoder"), config.decoder());
      decoder = new CodecSide[] {new CodecSide(backend, stages, weights)};
    }
  }

  private void openEncoder() {
    if (encoder.length == 0) {
      var stages = Oobleck.encoder(scope.at("encoder"), config.encoder());
      encoder = new CodecSide[] {new CodecSide(backend, stages, weights)};
    }
  }

  /// Starts decoding item `item` of `latents`; only the samples `start ≤ i < end` are computed.
  @Override
  public Decoding decode(NdArray latents, int item, long start, long end) {
    check(latents, config.latentChannels(), "latent");
    if (start < 0 || end < start || end > latents.dim(2) * config.hop()) {
      throw new IllegalArgumentException(
          "samples " + start + " to " + end + " of " + latents.dim(2) * config.hop());
    }
    openDecoder();
    var signal =
        decoder[0].over(new ArraySignal(latents, item, config.scale()), new Span(start, end));
    return new Decoding(signal, new Span(start, end), decoder[0].lastPiece());
  }

  /// The whole sound of `latents` at once: (batch, audioChannels, frames·hop).
  public NdArray decode(NdArray latents, Cancellation cancellation) {
    long length = latents.dim(2) * config.hop();
    int channels = config.decoder().audioChannels();
    var sound = NdArray.zeros(DType.F32, latents.dim(0), channels, length);
    for (int item = 0; item < latents.dim(0); item++) {
      var target = sound.floats();
      int start = Math.toIntExact(item * channels * length);
      int[] at = {0};
      decode(latents, item, 0, length)
          .run(
              (samples, frames) -> {
                for (int c = 0; c < channels; c++) {
                  for (int i = 0; i < frames; i++) {
                    target.put((int) (start + c * length + at[0] + i), samples.get(c * frames + i));
                  }
                }
                at[0] += frames;
              },
              cancellation);
    }
    return sound;
  }

  /// The distribution of the latent of `sound` (batch, audioChannels, frames·hop).
  public Moments encode(NdArray sound, Cancellation cancellation) {
    check(sound, config.encoder().audioChannels(), "sound");
    if (sound.dim(2) % config.hop() != 0) {
      throw new IllegalArgumentException(
          "sound of " + sound.dim(2) + " samples, expected a multiple of " + config.hop());
    }
    openEncoder();
    long frames = sound.dim(2) / config.hop();
    int channels = config.encoder().latentChannels();
    var moments = NdArray.zeros(DType.F32, sound.dim(0), channels, frames);
    for (int item = 0; item < sound.dim(0); item++) {
      var signal = encoder[0].over(new ArraySignal(sound, item, 1), new Span(0, frames));
      int size = Math.toIntExact(channels * frames);
      var part = moments.floats(item * size, (item + 1) * size);
      signal.read(new Span(0, frames), part, cancellation);
    }
    return new Moments(moments);
  }

  /// The latent of `sound`, as the reference draws it: mean plus deviation times noise, divided by
  /// the model's scale.
  public NdArray encode(NdArray sound, NoiseSource noise, Cancellation cancellation) {
    return scaled(encode(sound, cancellation).sample(noise));
  }

  /// As [#decode(NdArray, Cancellation)], but in the reference's chunks.
  public NdArray decode(NdArray latents, Chunking chunking, Cancellation cancellation) {
    var pieces = chunking.over((int) latents.dim(2));
    if (pieces.isEmpty()) {
      return decode(latents, cancellation);
    }
    int hop = config.hop();
    int channels = config.decoder().audioChannels();
    var sound = NdArray.zeros(DType.F32, latents.dim(0), channels, latents.dim(2) * hop);
    for (var piece : pieces) {
      var decoded = decode(Frames.copy(latents, piece.start(), chunking.chunk()), cancellation);
      Frames.paste(decoded, piece.start() * hop, sound, piece.from() * hop, piece.to() * hop);
    }
    return sound;
  }

  /// As [#encode(NdArray, NoiseSource, Cancellation)], but in the reference's chunks, with one draw
  /// for each.
  @Override
  public NdArray encode(
      NdArray sound, Chunking chunking, NoiseSource noise, Cancellation cancellation) {
    int frames = (int) sound.dim(2) / config.hop();
    var pieces = chunking.over(frames);
    if (pieces.isEmpty()) {
      return encode(sound, noise, cancellation);
    }
    int hop = config.hop();
    var latents = NdArray.zeros(DType.F32, sound.dim(0), config.latentChannels(), frames);
    for (var piece : pieces) {
      var chunk = Frames.copy(sound, piece.start() * hop, chunking.chunk() * hop);
      var encoded = encode(chunk, noise, cancellation);
      Frames.paste(encoded, piece.start(), latents, piece.from(), piece.to());
    }
    return latents;
  }

  /// The most likely latent of `sound`, with no draw.
  @Override
  public NdArray encodeMean(NdArray sound, Cancellation cancellation) {
    return scaled(encode(sound, cancellation).mean());
  }

  @Override
  public double decodeCost(long frames) {
    return cost(Oobleck.decoder(scope.at("decoder"), config.decoder()), frames);
  }

  @Override
  public double encodeCost(long frames) {
    return cost(Oobleck.encoder(scope.at("encoder"), config.encoder()), frames * config.hop());
  }

  private static double cost(List<Stage> stages, long length) {
    double total = 0;
    long positions = length;
    for (var stage : stages) {
      var lengths = Map.of("batch", 1L, "time", Math.max(1, positions / stage.down()));
      total += Cost.of(stage.graph(Probe.NONE), lengths).flop();
      positions = positions / stage.down() * stage.up();
    }
    return total;
  }

  private NdArray scaled(NdArray latent) {
    if (config.scale() != 1) {
      var values = latent.floats();
      for (int i = 0; i < values.capacity(); i++) {
        values.put(i, values.get(i) / config.scale());
      }
    }
    return latent;
  }

  private static void check(NdArray array, int channels, String what) {
    if (array.rank() != 3 || array.dim(1) != channels || array.dim(2) < 1) {
      throw new IllegalArgumentException(
          what + " is " + array + ", expected (batch, " + channels + ", time ≥ 1)");
    }
  }

  @Override
  public void close() {
    for (var side : encoder) {
      side.close();
    }
    for (var side : decoder) {
      side.close();
    }
    encoder = new CodecSide[] {};
    decoder = new CodecSide[] {};
  }

  /// A decoding under way, of one item.
  public static final class Decoding implements SoundStream {
    private final StageSignal signal;
    private final long end;
    private final long tile;
    private final long total;
    private long at;
    private NdArray piece = NdArray.zeros(DType.F32, 0);

    private Decoding(StageSignal signal, Span span, long tile) {
      this.signal = signal;
      this.at = span.start();
      this.end = span.end();
      this.total = span.length();
      this.tile = tile;
    }

    @Override
    public boolean advance(AudioSink sink, Cancellation cancellation) {
      if (at >= end) {
        return false;
      }
      int frames = (int) Math.min(tile, end - at);
      int size = frames * signal.channels();
      if (piece.size() < size) {
        piece = NdArray.zeros(DType.F32, size);
      }
      signal.read(new Span(at, at + frames), piece.floats(0, size), cancellation);
      sink.accept(piece.floats(0, size), frames);
      at += frames;
      return at < end;
    }

    /// Decodes all that is left.
    public void run(AudioSink sink, Cancellation cancellation) {
      while (advance(sink, cancellation)) {
        // piece by piece
      }
    }

    @Override
    public int position() {
      return (int) (total - (end - at));
    }

    @Override
    public double fraction() {
      return total == 0 ? 1 : 1 - (double) (end - at) / total;
    }
  }
}
