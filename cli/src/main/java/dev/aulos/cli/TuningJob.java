package dev.aulos.cli;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.Aulos;
import dev.aulos.engine.LatentCodec;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.ModelException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.train.Demos;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.FlowTask;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.data.DataProgress;
import dev.aulos.train.data.LatentItems;
import dev.aulos.train.data.Manifest;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.train.tuning.BaseModel;
import dev.aulos.train.tuning.GatheredLatents;
import dev.aulos.train.tuning.TunedModel;
import dev.aulos.train.tuning.TuningRecipe;
import dev.aulos.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A training of an opened model on pre-encoded sounds, as all commands for it run it.
final class TuningJob implements AutoCloseable {
  private static final int MOST_FRAMES = 4096; // beyond the longest sound of any model
  private static final double SILENCE = 6; // seconds, of which the middle is taken

  private final ModelFlags model;
  private final TuningFlags flags;
  private final BaseModel base;
  private final Backend backend;
  private final Cancellation cancellation = Cancellation.create();
  private @Nullable GatheredLatents gathered; // read once for all stages

  private TuningJob(ModelFlags model, TuningFlags flags, BaseModel base, Backend backend) {
    this.model = model;
    this.flags = flags;
    this.base = base;
    this.backend = backend;
  }

  static TuningJob of(ModelFlags model, TuningFlags flags) throws IOException {
    flags.check();
    var backend = ThreadFlags.backend(model.threads);
    var files = ModelFiles.open(model.folder());
    var shared = List.of(Home.ofUser().models());
    return new TuningJob(model, flags, BaseModel.open(files, shared, backend), backend);
  }

  /// What is trained.
  @FunctionalInterface
  interface Maker {
    /// @param settings how batches are drawn
    /// @throws IllegalArgumentException with what the user asked for that cannot be
    TrainingTask make(Backend backend, FlowTask.Settings settings, GatheredLatents latents)
        throws IOException;
  }

  /// How the sound of a prompt is made of what a task exports.
  @FunctionalInterface
  interface Player {
    /// The model as it is.
    ///
    /// @param export the newest
    Aulos open(Path export, Aulos.Options options) throws IOException;
  }

  BaseModel base() {
    return base;
  }

  /// The diffusion times that training looks at.
  TimestepSampler times() {
    return TuningRecipe.times(base.config());
  }

  /// The model's networks, all of which may move.
  FlowNetworks networks() {
    return base.networks(times(), path -> true);
  }

  /// Where the model lies.
  Path folder() throws IOException {
    return model.folder();
  }

  /// Trains a whole model, which is written as a folder of its own, and says where it is.
  ///
  /// @param file what the task exports its transformer as
  void run(Maker maker, TrainingRun.Settings settings, TunedModel tuned, String file)
      throws IOException {
    var folder = flags.output().resolve("model");
    run(
        maker,
        settings,
        (export, options) -> {
          tuned.write(Safetensors.open(export.resolve(file)), folder);
          return Aulos.open(folder, options);
        });
    tuned.write(Safetensors.open(flags.output().resolve("export").resolve(file)), folder);
    System.out.println(folder);
  }

  /// Trains what another training starts from, in a folder of its own below the output.
  ///
  /// @return the folder of what it exports
  Path stage(String name, Maker maker, TrainingRun.Settings settings) throws IOException {
    var place = flags.output().resolve(name);
    run(place, Demos.none(), maker, settings);
    return place.resolve("export");
  }

  /// Trains to the last step.
  ///
  /// @param settings how parameters move
  void run(Maker maker, TrainingRun.Settings settings, Player player) throws IOException {
    var demos = Demos.of(flags.demos, flags.demoEvery, demos(player));
    run(flags.output(), demos, maker, settings);
  }

  private void run(Path place, Demos demos, Maker maker, TrainingRun.Settings settings)
      throws IOException {
    try (var status = new Status(flags.quiet)) {
      var latents = latents(status);
      var lengths = List.of(latents.longest());
      var batches = TuningRecipe.batches(lengths, flags.batchFrames, flags.seed);
      try (var task = make(maker, batches, latents)) {
        var run = TrainingRun.open(place, task, settings).withDemos(demos);
        train(run, settings.steps(), status, cancellation);
      }
    }
  }

  /// Runs to the last step, showing how far it is; Ctrl-C stops it.
  static void train(TrainingRun run, long steps, Status status, Cancellation cancellation)
      throws IOException {
    var pace = new Pace();
    Interruption.cancelling(
        cancellation::cancel,
        () -> {
          run.train(
              step ->
                  status.show(
                      "step " + step + "/" + steps + "  " + Sparkline.of(run.curves()),
                      (double) step / steps,
                      pace.left("steps", step, steps)),
              cancellation);
          return Main.DONE;
        });
  }

  private TrainingTask make(Maker maker, FlowTask.Settings batches, GatheredLatents latents)
      throws IOException {
    try {
      return maker.make(backend, batches, latents);
    } catch (IllegalArgumentException e) { // a form, a rank, a pattern, a length
      throw new RequestException(Main.firstLine(e.getMessage()));
    }
  }

  private GatheredLatents latents(Status status) throws IOException {
    var known = gathered;
    if (known == null) {
      var read = Manifest.read(ModelFlags.requireFile(flags.data(), "a manifest"));
      boolean hasCanvas = !base.config().length().maskPadding();
      int most = hasCanvas ? canvas() : MOST_FRAMES;
      var items = LatentItems.open(read, most, false, p -> show(status, p), cancellation);
      var sounds = GatheredLatents.read(items, flags.seed, cancellation);
      requireChannels(sounds);
      known = hasCanvas ? sounds.onCanvas(most, silence()) : sounds;
      gathered = known;
    }
    return known;
  }

  private void requireChannels(GatheredLatents sounds) {
    int expected = base.config().dit().channels();
    for (var item : sounds.items()) {
      int channels = item.values().length / item.frames();
      if (channels != expected) {
        throw new RequestException(
            String.format(
                "--data %s: has latents of %d channels, this model's have %d; make them with its"
                    + " own autoencoder: aulos pre-encode FOLDER -o OUT -m MODEL",
                flags.data(), channels, expected));
      }
    }
  }

  /// The frames that the model always makes.
  private int canvas() throws IOException {
    var config = base.config();
    var autoencoder = config.autoencoder();
    if (autoencoder.isEmpty()) {
      throw new ModelException(model.folder(), "has no autoencoder (model.pretransform)");
    }
    return config.canvasFrames(autoencoder.get().hop());
  }

  /// The latent of a frame of silence.
  private float[] silence() throws IOException {
    try (var codec = LatentCodec.open(model.folder(), backend)) {
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

  private static void show(Status status, DataProgress progress) {
    status.show("checking " + progress.name(), (double) progress.done() / progress.total());
  }

  @Override
  public void close() {
    base.close();
  }

  private Demos.Maker demos(Player player) {
    return (export, prompt, file, stop) -> {
      var options = new Aulos.Options(List.of(Home.ofUser().models()), model.threads);
      try (var opened = player.open(export, options)) {
        var request = new RequestFlags();
        request.seed = flags.seed;
        request.batch = 1;
        var run = opened.start(request.request(prompt));
        while (run.advance()) {
          stop.check();
        }
        run.takes().get(0).writeTo(file);
      }
    };
  }
}
