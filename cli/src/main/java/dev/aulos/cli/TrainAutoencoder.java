package dev.aulos.cli;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.aulos.engine.RequestException;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.same.SameConfig;
import dev.aulos.train.Adversary;
import dev.aulos.train.AutoencoderRecipe;
import dev.aulos.train.AutoencoderTask;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.data.AudioItems;
import dev.aulos.train.data.Crop;
import dev.aulos.train.data.ItemCrops;
import dev.aulos.train.data.Manifest;
import dev.aulos.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos train autoencoder`: a SAME autoencoder from a configuration, or trained further.
@Command(
    name = "autoencoder",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train a SAME autoencoder on sounds of your own: spectra of sum and difference, the",
      "waveform, and, with --adversarial, a discriminator of spectra that takes every other step.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  aulos dataset sounds/ -o sounds.jsonl",
      "  aulos train autoencoder --config model_config.json --data sounds.jsonl -o runs/codec",
      "  aulos encode in.wav -o x.npy -m runs/codec/model"
    })
final class TrainAutoencoder implements Callable<Integer> {
  private static final double RATE = 6e-4;

  @Mixin private TuningFlags tuning = new TuningFlags();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "A model_config.json of the type 'autoencoder'.")
  private @Nullable Path config;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Weights to start from; drawn at random if absent.")
  private @Nullable Path from;

  @Option(
      names = "--decoder-only",
      description = "Leave the encoder as it is, so that latents made with it stay valid.")
  private boolean decoderOnly;

  @Option(names = "--adversarial", description = "Train against a discriminator.")
  private boolean adversarial;

  @Option(
      names = "--crop-frames",
      paramLabel = "N",
      defaultValue = "32",
      description = "Latent frames of a crop. Default: ${DEFAULT-VALUE}.")
  private int cropFrames;

  @Mixin private ThreadFlags threads = new ThreadFlags();

  @Override
  public Integer call() throws IOException {
    tuning.check();
    if (cropFrames < 1 || cropFrames > tuning.batchFrames) {
      throw new RequestException(
          "--crop-frames is " + cropFrames + ", expected 1 to --batch-frames");
    }
    if (!tuning.demos.isEmpty()) {
      throw new RequestException("--demo needs a model that takes prompts, not an autoencoder");
    }
    if (config == null) {
      throw new RequestException("expected --config");
    }
    var codec = codec(ModelFlags.requireFile(config, "a model_config.json"));
    var same = same(codec);
    train(same, codec);
    var folder = tuning.output().resolve("model");
    Files.createDirectories(folder);
    copy(config, folder.resolve("model_config.json"));
    var weights = "model.safetensors";
    copy(tuning.output().resolve("export").resolve(weights), folder.resolve(weights));
    System.out.println(folder);
    return Main.DONE;
  }

  private static void copy(Path file, Path place) throws IOException {
    Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
  }

  private void train(SameConfig same, ModelConfig.Codec codec) throws IOException {
    var cancellation = Cancellation.create();
    try (var status = new Status(tuning.quiet)) {
      int samples = cropFrames * same.hop();
      var manifest = Manifest.read(ModelFlags.requireFile(tuning.data(), "a manifest"));
      var items =
          AudioItems.open(
              manifest,
              new Crop(codec.sampleRate(), 2, samples, true, true),
              p -> status.show("checking " + p.name(), (double) p.done() / p.total()),
              cancellation);
      try (var task = task(same, codec, new ItemCrops(items, tuning.seed))) {
        double rate = tuning.learningRate(RATE);
        var settings = AutoencoderRecipe.run(tuning.steps, rate, tuning.checkpointEvery);
        var run = TrainingRun.open(tuning.output(), task, settings);
        TuningJob.train(run, tuning.steps, status, cancellation);
      }
    }
  }

  private AutoencoderTask task(SameConfig same, ModelConfig.Codec codec, ItemCrops crops)
      throws IOException {
    var backend = threads.backend();
    int batch = tuning.batchFrames / cropFrames;
    var settings =
        AutoencoderRecipe.settings(
            same, Scope.root(), codec.sampleRate(), batch, cropFrames, decoderOnly);
    var all =
        adversarial
            ? settings.withAdversary(Adversary.published(tuning.learningRate(RATE) / 2))
            : settings;
    Optional<Weights> start =
        from == null
            ? Optional.empty()
            : Optional.of(Checkpoint.open(ModelFlags.requireFile(from, "weights")));
    try {
      return new AutoencoderTask(backend, all, crops, start, tuning.seed);
    } catch (IllegalArgumentException e) { // weights of another model, crops too short
      throw new RequestException(Main.firstLine(e.getMessage()));
    }
  }

  private static ModelConfig.Codec codec(Path file) throws IOException {
    try (var reader = Files.newBufferedReader(file)) {
      if (ModelConfig.of(JsonParser.parseReader(reader)) instanceof ModelConfig.Codec codec) {
        return codec;
      }
      throw new RequestException(file + ": is of a whole model, expected type 'autoencoder'");
    } catch (JsonParseException e) {
      throw new RequestException(file + ": is not JSON: " + Main.firstLine(e.getMessage()));
    } catch (UnsupportedModelException e) {
      throw new RequestException(file + ": " + e.getMessage());
    }
  }

  private static SameConfig same(ModelConfig.Codec codec) {
    if (!(codec.autoencoder() instanceof Autoencoder.Same same)) {
      throw new RequestException(
          "only SAME autoencoders on samples can be trained; this one is of another kind");
    }
    var config = same.config();
    if (config.audioChannels() != 2) {
      throw new RequestException(
          "the autoencoder has " + config.audioChannels() + " audio channels, expected 2");
    }
    boolean noisy = config.encoder().maskNoise() > 0 || config.decoder().maskNoise() > 0;
    boolean grouped =
        config.encoder().neighbourhood().granularity() > 1
            || config.decoder().neighbourhood().granularity() > 1;
    if (noisy || grouped) {
      throw new RequestException(
          "can train autoencoders with \"mask_noise\": 0.0 and a \"sliding_window\" only");
    }
    return config;
  }
}
