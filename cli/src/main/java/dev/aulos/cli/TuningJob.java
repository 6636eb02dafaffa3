package dev.aulos.cli;

import dev.aulos.engine.Aulos;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.train.Demos;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.arc.SyntheticLatents;
import dev.aulos.train.data.DataProgress;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A training of an opened model on pre-encoded sounds, as all commands for it run it.
final class TuningJob implements AutoCloseable {
  private final ModelFlags model;
  private final TuningFlags flags;
  private final HeldOut heldOut;
  private final BaseModel base;
  private final Backend backend;
  private final Cancellation cancellation = Cancellation.create();
  private @Nullable FlowNetworks networks; // made once for all stages
  private @Nullable GatheredLatents gathered; // read once for them

  private TuningJob(
      ModelFlags model, TuningFlags flags, HeldOut heldOut, BaseModel base, Backend backend) {
    this.model = model;
    this.flags = flags;
    this.heldOut = heldOut;
    this.base = base;
    this.backend = backend;
  }

  static TuningJob of(ModelFlags model, TuningFlags flags, HeldOut heldOut) throws IOException {
    flags.check();
    heldOut.check();
    var backend = ThreadFlags.backend(model.threads);
    var files = ModelFiles.open(model.folder());
    var shared = List.of(Home.ofUser().models());
    var base = BaseModel.open(files, shared, backend);
    return new TuningJob(model, flags, heldOut, base, backend);
  }

  /// What is trained.
  @FunctionalInterface
  interface Maker {
    /// @throws IllegalArgumentException with what the user asked for that cannot be
    TrainingTask make(Backend backend, FlowData data) throws IOException;
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
    var known = networks;
    if (known == null) {
      known = base.networks(times(), path -> true);
      networks = known;
    }
    return known;
  }

  /// Where the model lies.
  Path folder() throws IOException {
    return model.folder();
  }

  /// The same data with what the model makes of its captions in the place of the sounds, see
  /// [SyntheticLatents]; it is kept below the output.
  FlowData synthetic(FlowData data, SyntheticLatents.Settings settings) throws IOException {
    var place = flags.output().resolve("synthetic");
    var model = base.files().fingerprint();
    var latents = new SyntheticLatents(place, networks(), data, settings, model);
    int all = settings.count();
    try (var status = new Status(flags.quiet)) {
      var watcher = status.counting();
      var made =
          Interruption.cancelling(
              cancellation::cancel,
              () ->
                  latents.make(
                      backend,
                      base.values(),
                      n -> watcher.at("making sound", n, all),
                      cancellation));
      return data.with(made);
    }
  }

  /// Trains a whole model, which is written as a folder of its own, and says where it is.
  ///
  /// @param file what the task exports its transformer as
  void run(Maker maker, TrainingRun.Settings settings, TunedModel tuned, String file)
      throws IOException {
    Machine.requireMemoryToTrain(networks().parameters().values().stream());
    var folder = flags.output().resolve("model");
    var made =
        run(
            maker,
            settings,
            (export, options) -> {
              tuned.write(Safetensors.open(export.resolve(file)), folder);
              return Aulos.open(folder, options);
            });
    tuned.write(Safetensors.open(made.resolve(file)), folder);
    System.out.println(folder);
  }

  /// Trains what another training starts from, in a folder of its own below the output.
  ///
  /// @return the folder of what it exports
  Path stage(String name, Maker maker, TrainingRun.Settings settings) throws IOException {
    var place = flags.output().resolve(name);
    return run(place, Demos.none(), maker, settings);
  }

  /// Trains what makes no sound by itself to the last step.
  ///
  /// @return the folder of what it makes
  Path run(Maker maker, TrainingRun.Settings settings) throws IOException {
    return run(flags.output(), Demos.none(), maker, settings);
  }

  /// Trains to the last step.
  ///
  /// @param settings how parameters move
  /// @return the folder of what it makes
  Path run(Maker maker, TrainingRun.Settings settings, Player player) throws IOException {
    var demos = Demos.of(flags.demos, flags.demoEvery, demos(player));
    return run(flags.output(), demos, maker, settings);
  }

  private Path run(Path place, Demos demos, Maker maker, TrainingRun.Settings settings)
      throws IOException {
    Outcome outcome;
    try (var status = new Status(flags.quiet);
        var task = make(maker, status)) {
      var run = heldOut.in(TrainingRun.open(place, task, settings).withDemos(demos));
      outcome = train(run, settings.steps(), status, cancellation);
    }
    return outcome.told(flags.quiet);
  }

  /// What came of a run.
  ///
  /// @param summary of the loss on what was held out
  /// @param result the folder of what it made
  record Outcome(Optional<String> summary, Path result) {
    /// Says it, once no status line is drawn any more, and gives the folder.
    Path told(boolean quiet) {
      if (!quiet) {
        summary.ifPresent(System.err::println);
      }
      return result;
    }
  }

  /// Runs to the last step, showing how far it is; Ctrl-C stops it.
  static Outcome train(TrainingRun run, long steps, Status status, Cancellation cancellation)
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
    return new Outcome(HeldOut.summary(run.curves()), run.result());
  }

  private TrainingTask make(Maker maker, Status status) throws IOException {
    try {
      return maker.make(backend, data(status));
    } catch (IllegalArgumentException e) { // a form, a rank, a pattern, a length, too few sounds
      throw new RequestException(Main.firstLine(e.getMessage()));
    }
  }

  private FlowData data(Status status) throws IOException {
    var known = gathered;
    if (known == null) {
      var manifest = Manifest.read(ModelFlags.requireFile(flags.data(), "a manifest"));
      known = read(manifest, status);
      gathered = known;
    }
    var all = known;
    var batches =
        TuningRecipe.batches(
            List.of(all.longest()), flags.batchFrames(TuningFlags.BATCH_FRAMES), flags.seed);
    return heldOut
        .of(all, flags.seed)
        .map(parted -> new FlowData(parted.trained(), Optional.of(parted.heldOut()), batches))
        .orElseGet(() -> new FlowData(all, batches));
  }

  private GatheredLatents read(Manifest manifest, Status status) throws IOException {
    try {
      return base.latents(manifest, backend, p -> show(status, p), cancellation);
    } catch (IllegalArgumentException e) { // of another autoencoder
      throw new RequestException(
          "--data "
              + flags.data()
              + ": "
              + Main.firstLine(e.getMessage())
              + ": aulos pre-encode FOLDER -o OUT -m MODEL");
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
