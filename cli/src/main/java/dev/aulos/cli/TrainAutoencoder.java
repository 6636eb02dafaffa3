package dev.aulos.cli;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.engine.files.Scopes;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.train.Adversary;
import dev.aulos.train.AutoencoderNetworks;
import dev.aulos.train.AutoencoderRecipe;
import dev.aulos.train.AutoencoderTask;
import dev.aulos.train.OobleckNetworks;
import dev.aulos.train.SameNetworks;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.data.AudioItems;
import dev.aulos.train.data.Crop;
import dev.aulos.train.data.ItemCrops;
import dev.aulos.train.data.Items;
import dev.aulos.train.data.Manifest;
import dev.aulos.train.data.Parted;
import dev.aulos.train.tuning.BaseAutoencoder;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos train autoencoder`: a SAME or Oobleck autoencoder from a configuration, or trained
/// further.
@Command(
    name = "autoencoder",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train an autoencoder on sounds of your own, SAME (Stable Audio 3) or Oobleck (Stable Audio"
          + " Open): by spectra of sum and difference, SAME by the waveform too, and, with"
          + " --adversarial, against a discriminator of spectra that takes every other step.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  aulos dataset sounds/ -o sounds.jsonl",
      "  aulos train autoencoder -m stable-audio-open-1.0 --decoder-only --data sounds.jsonl"
          + " -o runs/mine",
      "  aulos train autoencoder --config model_config.json --data sounds.jsonl -o runs/codec",
      "  aulos encode in.wav -o x.npy -m runs/codec/model"
    })
final class TrainAutoencoder implements Callable<Integer> {
  private static final double RATE = 6e-4; // from nothing
  private static final double FURTHER_RATE = 1e-4;
  private static final double OOBLECK_RATE = 1.5e-4;
  private static final int SAME_FRAMES = 128; // of the published small one, 6.4 GB
  private static final int OOBLECK_FRAMES = 64; // 512 take minutes a step
  private static final String WEIGHTS = "model.safetensors";

  @Mixin private TuningFlags tuning = new TuningFlags();
  @Mixin private HeldOut heldOut = HeldOut.none();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "Model whose autoencoder is trained further, alone or of a whole model; what is written"
              + " is that model with it. A whole model's encoder stays as it is (--decoder-only).")
  private @Nullable String model;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Instead: a model_config.json of the type 'autoencoder', to train one from nothing.")
  private @Nullable Path config;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Weights for --config to start from.")
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
    heldOut.check();
    if (cropFrames < 1) {
      throw new RequestException("--crop-frames is " + cropFrames + ", expected at least 1");
    }
    if (!tuning.demos.isEmpty()) {
      throw new RequestException("--demo needs a model that takes prompts, not an autoencoder");
    }
    var source = source();
    var trained = train(recipe(source), source);
    System.out.println(source.write(trained, tuning.output()));
    return Main.DONE;
  }

  /// What is trained.
  ///
  /// @param scope where its parameters lie
  /// @param start values to start from
  private record Source(
      int sampleRate, Autoencoder autoencoder, Scope scope, Optional<Start> start, Writer writer) {
    /// Writes the model below `run`, and says where.
    Path write(Path trained, Path run) throws IOException {
      var folder = run.resolve("model");
      writer.write(trained.resolve(WEIGHTS), folder);
      return folder;
    }
  }

  private interface Start {
    Weights of(Set<String> paths) throws IOException;
  }

  private interface Writer {
    void write(Path weights, Path folder) throws IOException;
  }

  private Source source() throws IOException {
    if ((model == null) == (config == null)) {
      throw new RequestException("expected either --model or --config");
    }
    if (config != null) {
      return configured(ModelFlags.requireFile(config, "a model_config.json"));
    }
    if (from != null) {
      throw new RequestException("--from goes with --config; --model has weights of its own");
    }
    return opened(ModelFiles.open(ModelFlags.find(model)));
  }

  private Source configured(Path file) throws IOException {
    var codec = codec(file);
    return new Source(
        codec.sampleRate(),
        codec.autoencoder(),
        Scope.root(),
        start(),
        (weights, folder) -> {
          Files.createDirectories(folder);
          copy(file, folder.resolve("model_config.json"));
          copy(weights, folder.resolve(WEIGHTS));
        });
  }

  private Source opened(ModelFiles files) throws IOException {
    var base = BaseAutoencoder.of(files);
    if (base.isOfWholeModel() && !decoderOnly) {
      throw new RequestException(
          "a whole model's encoder has to stay as it is, or its transformer would not fit any more;"
              + " add --decoder-only");
    }
    return new Source(
        files.config().sampleRate(),
        base.autoencoder(),
        base.scope(),
        Optional.of(base::values),
        (weights, folder) -> base.write(Safetensors.open(weights), decoderOnly, folder));
  }

  private static void copy(Path file, Path place) throws IOException {
    Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
  }

  /// How an autoencoder is trained.
  ///
  /// @param run from the last step, the learning rate and the steps between checkpoints
  /// @param rate the learning rate to begin with
  /// @param adversaryRate the discriminator's, as a multiple
  private record Recipe(
      AutoencoderTask.Settings task, Run run, double rate, double adversaryRate) {}

  private interface Run {
    TrainingRun.Settings of(long steps, double rate, long checkpointEvery);
  }

  /// Trains to the end, and says in which folder the weights are.
  private Path train(Recipe recipe, Source source) throws IOException {
    var cancellation = Cancellation.create();
    TuningJob.Outcome outcome;
    try (var status = new Status(tuning.quiet)) {
      int samples = cropFrames * recipe.task.networks().extents().hop();
      var manifest = Manifest.read(ModelFlags.requireFile(tuning.data(), "a manifest"));
      var items =
          AudioItems.open(
              manifest,
              new Crop(source.sampleRate, 2, samples, true, true),
              p -> status.show("checking " + p.name(), (double) p.done() / p.total()),
              cancellation);
      try (var task = task(recipe, source, items)) {
        var settings = recipe.run.of(tuning.steps, rate(recipe), tuning.checkpointEvery);
        var run = heldOut.in(TrainingRun.open(tuning.output(), task, settings));
        outcome = TuningJob.train(run, tuning.steps, status, cancellation);
      }
    }
    return outcome.told(tuning.quiet);
  }

  private AutoencoderTask task(Recipe recipe, Source source, Items items) throws IOException {
    var settings = recipe.task;
    var start = Optional.<Weights>empty();
    if (source.start.isPresent()) {
      start = Optional.of(source.start.get().of(settings.networks().parameters().keySet()));
    }
    var all =
        adversarial
            ? settings.withAdversary(Adversary.published(rate(recipe) * recipe.adversaryRate))
            : settings;
    try {
      var parted = heldOut.of(items, tuning.seed);
      return new AutoencoderTask(
          threads.backend(),
          all,
          crops(parted.map(Parted::trained).orElse(items)),
          parted.map(Parted::heldOut).map(this::crops),
          start,
          tuning.seed);
    } catch (IllegalArgumentException e) { // another model's weights, short crops, too few sounds
      throw new RequestException(Main.firstLine(e.getMessage()));
    }
  }

  private AutoencoderTask.Crops crops(Items items) {
    return new ItemCrops(items, tuning.seed);
  }

  private double rate(Recipe recipe) {
    return tuning.learningRate(recipe.rate);
  }

  /// The weights to start from: of an autoencoder's own file, or of a whole model's.
  private Optional<Start> start() throws IOException {
    if (from == null) {
      return Optional.empty();
    }
    var all = Checkpoint.open(ModelFlags.requireFile(from, "weights"));
    var own = WeightViews.prefixed(all, Scopes.CODEC.toString());
    return Optional.of(paths -> WeightViews.spelledAs(own.paths().isEmpty() ? all : own, paths));
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

  private Recipe recipe(Source source) {
    int rate = source.sampleRate;
    var networks = networks(source);
    int channels = networks.extents().audioChannels();
    if (channels != 2) {
      throw new RequestException("the autoencoder has " + channels + " audio channels, expected 2");
    }
    Machine.requireMemoryToTrain(
        networks.parameters().entrySet().stream()
            .filter(parameter -> !decoderOnly || !networks.isOfEncoder(parameter.getKey()))
            .map(Map.Entry::getValue));
    return switch (networks) {
      case SameNetworks same ->
          new Recipe(
              AutoencoderRecipe.settings(same, rate, crops(SAME_FRAMES), cropFrames, decoderOnly),
              AutoencoderRecipe::run,
              source.start.isPresent() ? FURTHER_RATE : RATE,
              0.5);
      case OobleckNetworks oobleck ->
          new Recipe(
              AutoencoderRecipe.settings(
                  oobleck, rate, crops(OOBLECK_FRAMES), cropFrames, decoderOnly),
              AutoencoderRecipe::oobleckRun,
              OOBLECK_RATE,
              2);
    };
  }

  private int crops(int usualFrames) {
    int frames = tuning.batchFrames(usualFrames);
    if (cropFrames > frames) {
      throw new RequestException(
          "--crop-frames is " + cropFrames + ", expected at most --batch-frames, " + frames);
    }
    return frames / cropFrames;
  }

  private static AutoencoderNetworks networks(Source source) {
    return switch (source.autoencoder) {
      case Autoencoder.Same same ->
          new SameNetworks(same.config(), source.scope, SameNetworks.Training.published());
      case Autoencoder.Oobleck oobleck -> new OobleckNetworks(oobleck.config(), source.scope);
      case Autoencoder.Spectral spectral ->
          throw new RequestException(
              "autoencoders on spectra cannot be trained alone, expected one on samples;"
                  + " aulos train nano trains Nano's");
    };
  }
}
