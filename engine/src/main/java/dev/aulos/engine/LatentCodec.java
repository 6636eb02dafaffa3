package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.Codec;
import dev.aulos.engine.files.Inventory;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.pipeline.Networks;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.config.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An autoencoder between sound and latent, opened and ready: one alone, or that of a whole model,
/// whose text encoder need not be there.
///
/// ```java
/// try (var codec = LatentCodec.open(Path.of("models/same-s"))) {
///   NdArray latent = codec.encode(AudioFiles.read(Path.of("in.wav"))); // (latentChannels, frames)
///   Pcm sound = codec.decode(latent);
/// }
/// ```
///
/// A latent has one frame for each begun [CodecInfo#hop] samples; a sound of `n` samples comes back
/// with as much silence after it as fills its last frame. Each direction is loaded when first used.
/// One call at a time.
public final class LatentCodec implements AutoCloseable {
  private final Codec codec;
  private final Chunking chunking;
  private final CodecInfo info;

  private LatentCodec(Codec codec, Chunking chunking, CodecInfo info) {
    this.codec = codec;
    this.chunking = chunking;
    this.info = info;
  }

  /// Opens an autoencoder from its folder or weights file, on the backend that is installed.
  ///
  /// @throws ModelException if a file is missing, broken, or not what its configuration says
  public static LatentCodec open(Path model) throws ModelException {
    return open(model, 0);
  }

  /// Opens an autoencoder.
  ///
  /// @param threads how many threads compute; 0 for one per physical core
  /// @throws ModelException if a file is missing, broken, or not what its configuration says
  public static LatentCodec open(Path model, int threads) throws ModelException {
    var options = new Aulos.Options(List.of(), threads);
    return open(model, InstalledBackend.open(options.threads()));
  }

  /// Opens an autoencoder on a backend.
  ///
  /// @throws ModelException if a file is missing, broken, or not what its configuration says
  public static LatentCodec open(Path model, Backend backend) throws ModelException {
    return open(model, ModelFiles.open(model), backend);
  }

  /// The autoencoder of files that are open, on a backend.
  ///
  /// @throws ModelException if a tensor is missing, broken, or not what the configuration says
  public static LatentCodec open(ModelFiles files, Backend backend) throws ModelException {
    return open(files.folder(), files, backend);
  }

  private static LatentCodec open(Path model, ModelFiles files, Backend backend)
      throws ModelException {
    var autoencoder = files.autoencoder();
    var scope = files.autoencoderScope();
    try {
      var weights = PreparedWeights.of(files.weights());
      boolean alone = files.config() instanceof ModelConfig.Codec;
      Inventory.check(files.config(), weights, alone ? "" : "pretransform.");
      var codec = Networks.codec(backend, autoencoder, weights, scope);
      return new LatentCodec(codec, Networks.chunking(autoencoder), info(files, autoencoder));
    } catch (UnsupportedModelException e) {
      throw new ModelException(model, e);
    } catch (IOException e) {
      throw new ModelException(model, e);
    }
  }

  private static CodecInfo info(ModelFiles files, Autoencoder autoencoder) throws IOException {
    var name = files.folder().toAbsolutePath().normalize().getFileName();
    return new CodecInfo(
        name == null ? "model" : name.toString(),
        files.fingerprint(),
        files.config().sampleRate(),
        files.config().audioChannels(),
        autoencoder.latentChannels(),
        autoencoder.hop());
  }

  /// What the autoencoder is.
  public CodecInfo info() {
    return info;
  }

  /// The most likely latent of a sound of any rate and channels: (latentChannels, frames).
  public NdArray encode(Pcm sound) {
    return encode(sound, Cancellation.none());
  }

  /// The most likely latent of a sound of any rate and channels: (latentChannels, frames).
  ///
  /// @throws RequestException if the sound is none
  /// @throws java.util.concurrent.CancellationException if cancelled
  public NdArray encode(Pcm sound, Cancellation cancellation) {
    var canvas = canvas(sound);
    return trimmed(codec.encodeMean(canvas, cancellation), canvas);
  }

  /// A latent drawn from those that a sound may have, as the reference does: (latentChannels,
  /// frames). The same seed draws the same.
  ///
  /// @param seed of the draw, 0 to 2³²−1
  /// @throws RequestException if the sound is none, or the seed out of range
  /// @throws java.util.concurrent.CancellationException if cancelled
  public NdArray encode(Pcm sound, long seed, Cancellation cancellation) {
    if (seed < 0 || seed > 0xffff_ffffL) {
      throw new RequestException("seed " + seed + ": expected 0 to 4294967295");
    }
    var canvas = canvas(sound);
    var noise = TorchRandom.ofSeed(seed);
    return trimmed(codec.encode(canvas, chunking, noise, cancellation), canvas);
  }

  /// The sound in the model's format, followed by silence to whole frames: (1, channels,
  /// frames·hop).
  private NdArray canvas(Pcm sound) {
    var format = new SoundFormat(info.sampleRate(), info.channels());
    var brought = format.checked(sound, "the sound to encode");
    long length = (long) info.frames(brought.frames()) * info.hop();
    if (length * info.channels() > Integer.MAX_VALUE / 4) {
      throw new RequestException(
          "the sound to encode is "
              + Math.round(brought.durationSeconds())
              + " s long, more than fits at once; cut it into pieces");
    }
    var canvas = NdArray.zeros(DType.F32, 1, info.channels(), length);
    canvas.floats().put(brought.fitTo((int) length).planar());
    return canvas;
  }

  /// Without the frames that only fill up what the network works on: (latentChannels, frames).
  private NdArray trimmed(NdArray latents, NdArray canvas) {
    int made = (int) latents.dim(2);
    int frames = (int) (canvas.dim(2) / info.hop());
    var latent = NdArray.zeros(DType.F32, info.latentChannels(), frames);
    for (int c = 0; c < info.latentChannels(); c++) {
      latent.floats(c * frames, (c + 1) * frames).put(latents.floats(c * made, c * made + frames));
    }
    return latent;
  }

  /// The sound of a latent (latentChannels, frames) or (1, latentChannels, frames), without noise:
  /// frames·hop samples.
  ///
  /// @throws RequestException if the latent has another shape, or values that are not finite
  /// @throws BrokenOutputException if the sound has values that are not numbers
  public Pcm decode(NdArray latent) {
    var decoding = decoding(latent);
    var sound =
        new float[info.channels()][Math.toIntExact(latent.dim(latent.rank() - 1) * info.hop())];
    int at = 0;
    for (var block = decoding.next(); block.isPresent(); block = decoding.next()) {
      for (int c = 0; c < info.channels(); c++) {
        System.arraycopy(block.get().channel(c), 0, sound[c], at, block.get().frames());
      }
      at += block.get().frames();
    }
    return Pcm.owning(info.sampleRate(), sound);
  }

  /// Starts decoding, block by block in memory for one block, as [#decode(NdArray)].
  ///
  /// @throws RequestException if the latent has another shape, or values that are not finite
  public Decoding decoding(NdArray latent) {
    return new Decoding(checked(latent));
  }

  /// As (1, latentChannels, frames) of F32.
  private NdArray checked(NdArray latent) {
    int rank = latent.rank();
    boolean fits =
        (rank == 2 || (rank == 3 && latent.dim(0) == 1))
            && latent.dim(rank - 2) == info.latentChannels()
            && latent.dim(rank - 1) >= 1;
    if (!fits || !latent.type().isFloat()) {
      throw new RequestException(
          "the latent is "
              + latent
              + ", expected numbers of shape ("
              + info.latentChannels()
              + ", frames ≥ 1)");
    }
    var values = latent.toF32();
    for (float value : values.toFloats()) {
      if (!Float.isFinite(value)) {
        throw new RequestException("the latent has values that are not finite numbers");
      }
    }
    return values.reshape(1, info.latentChannels(), latent.dim(rank - 1));
  }

  @Override
  public void close() {
    codec.close();
  }

  /// A decoding under way, driven by its caller; whoever stops calling has stopped it.
  public final class Decoding {
    private final Codec.SoundStream stream;
    private final Cancellation cancellation = Cancellation.create();
    private boolean more = true;

    private Decoding(NdArray latents) {
      stream = codec.decode(latents, 0, 0, latents.dim(2) * info.hop());
    }

    /// Decodes the next block of sound; none once all is done.
    ///
    /// @throws java.util.concurrent.CancellationException if cancelled
    /// @throws BrokenOutputException if the sound has values that are not numbers
    public Optional<Pcm> next() {
      var blocks = new ArrayList<Pcm>();
      while (more && blocks.isEmpty()) {
        more =
            stream.advance(
                (samples, frames) -> {
                  var planar = new float[frames * info.channels()];
                  samples.get(planar);
                  blocks.add(Pcm.planar(info.sampleRate(), info.channels(), planar));
                },
                cancellation);
      }
      if (blocks.isEmpty()) {
        return Optional.empty();
      }
      var block = blocks.get(0);
      if (block.hasNonFinite()) {
        throw new BrokenOutputException(
            "the decoder produced values that are not numbers; its weights are broken");
      }
      return Optional.of(block);
    }

    /// Ends the decoding: a running [#next] within 200 ms, a later one at once. From any thread.
    public void cancel() {
      cancellation.cancel();
    }

    /// The part done, 0 to 1.
    public double fraction() {
      return stream.fraction();
    }
  }
}
