package dev.aulos.train.tuning;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.LatentCodec;
import dev.aulos.engine.conditioning.Texts;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.TextRows;
import dev.aulos.train.data.DataProgress;
import dev.aulos.train.data.LatentItems;
import dev.aulos.train.data.Manifest;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.WeightFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The model that tuning starts from.
///
/// @param files where it was found, and all that they hold
/// @param textFolder where its text encoder was found
/// @param isTextShared whether that is in a folder for encoders that are no model's own
/// @param texts what the encoder, which tuning leaves as it is, makes of captions
/// @param values the weights as networks take them
public record BaseModel(
    ModelFiles files,
    ModelConfig.TextToAudio config,
    Path textFolder,
    boolean isTextShared,
    TextRows texts,
    Weights values)
    implements AutoCloseable {
  private static final int MOST_FRAMES = 4096; // beyond the longest sound of any model
  private static final double SILENCE = 6; // seconds, of which the middle is taken

  /// A model from its files, and its text encoder.
  ///
  /// @param shared folders in which encoders lie that are no model's own
  /// @throws ModelException if it makes no sound of text, or the text encoder is missing or broken
  public static BaseModel open(ModelFiles files, List<Path> shared, Backend backend)
      throws ModelException {
    if (!(files.config() instanceof ModelConfig.TextToAudio config)) {
      throw new ModelException(
          files.folder(), "is an autoencoder alone, expected a model that makes sound of text");
    }
    try {
      var values = PreparedWeights.of(files.weights(), config.dit());
      var text = Texts.open(files.folder(), config, values, shared, backend);
      var texts = new TextRows(text.encoder(), config.text().maxTokens());
      boolean isShared = shared.stream().anyMatch(text.folder()::startsWith);
      return new BaseModel(files, config, text.folder(), isShared, texts, values);
    } catch (WeightFormatException e) {
      throw new ModelException(files.folder(), e);
    }
  }

  /// Pre-encoded sounds as this model is trained on them: those that are longer than it makes them
  /// in pieces, and with silence after them up to the canvas where the model does not know of
  /// padding.
  ///
  /// @throws dev.aulos.train.data.DatasetException if a file is gone or has changed
  /// @throws ModelException if there is to be silence, and no autoencoder of its latent
  /// @throws IllegalArgumentException if they have another autoencoder's number of channels
  /// @throws java.util.concurrent.CancellationException if cancelled
  public GatheredLatents latents(
      Manifest manifest,
      Backend backend,
      Consumer<DataProgress> progress,
      Cancellation cancellation)
      throws IOException {
    boolean hasCanvas = !config.length().maskPadding();
    int most = hasCanvas ? canvas() : MOST_FRAMES;
    var items = LatentItems.open(manifest, progress, cancellation);
    double hop =
        config.autoencoder().map(Autoencoder::hop).orElse(0); // without one, no start is told
    double apart = hop / config.sampleRate();
    var sounds = GatheredLatents.read(items, 0, cancellation).inPieces(most, apart);
    requireChannels(sounds);
    return hasCanvas ? sounds.onCanvas(most, silence(backend, cancellation)) : sounds;
  }

  private void requireChannels(GatheredLatents sounds) {
    int expected = config.dit().channels();
    for (var item : sounds.items()) {
      int channels = item.values().length / item.frames();
      if (channels != expected) {
        throw new IllegalArgumentException(
            String.format(
                "latents of %d channels, this model's have %d; make them with its own autoencoder",
                channels, expected));
      }
    }
  }

  /// The frames that the model always makes.
  private int canvas() throws ModelException {
    return config.canvasFrames(files.autoencoder().hop());
  }

  /// The latent of a frame of silence.
  private float[] silence(Backend backend, Cancellation cancellation) throws IOException {
    try (var codec = LatentCodec.open(files, backend)) {
      var info = codec.info();
      int samples = (int) (SILENCE * info.sampleRate());
      var sound = Pcm.silence(info.sampleRate(), info.channels(), samples);
      var latent = codec.encode(sound, cancellation);
      var frame = new float[info.latentChannels()];
      for (int c = 0; c < frame.length; c++) {
        frame[c] = latent.floats().get((int) (c * latent.dim(1) + latent.dim(1) / 2));
      }
      return frame;
    }
  }

  /// The tensors as they are stored.
  Weights stored() {
    return files.weights();
  }

  /// Its networks, of which some parameters move.
  public FlowNetworks networks(TimestepSampler times, Predicate<String> isTrained) {
    return new FlowNetworks(config, texts, times, isTrained);
  }

  @Override
  public void close() {
    texts.close();
  }
}
