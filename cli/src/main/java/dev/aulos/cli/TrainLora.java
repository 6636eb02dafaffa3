package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.ModelFiles;
import dev.aulos.graph.Cancellation;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.onnx.OrtOptions;
import dev.aulos.train.FlowTask;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.data.DataProgress;
import dev.aulos.train.data.LatentItems;
import dev.aulos.train.data.Manifest;
import dev.aulos.train.tuning.Adaptation;
import dev.aulos.train.tuning.AdapterForm;
import dev.aulos.train.tuning.AdapterTask;
import dev.aulos.train.tuning.BaseModel;
import dev.aulos.train.tuning.GatheredLatents;
import dev.aulos.train.tuning.TuningRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos train lora`: an adapter of a Stable Audio 3 model for sounds of the user's own.
@Command(
    name = "lora",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train an adapter of a Stable Audio 3 model on sounds of your own.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  aulos pre-encode sounds/ -o latents/ -m small-music",
      "  aulos dataset latents/ -o set.jsonl",
      "  aulos train lora -m small-music --data set.jsonl -o runs/drums --steps 500",
      "  aulos generate \"my drums\" -m small-music --lora runs/drums/export/adapter.safetensors"
    })
final class TrainLora implements Callable<Integer> {
  @Mixin private ModelFlags model = new ModelFlags();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      description = "Manifest of pre-encoded sounds, as 'aulos dataset' writes it.")
  private @Nullable Path data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where all of it is kept; the adapter is export/adapter.safetensors.")
  private @Nullable Path output;

  @Option(
      names = "--type",
      paramLabel = "NAME",
      defaultValue = "dora-rows",
      description = "lora, dora-rows, dora-cols, bora, or one of these with -xs.")
  private String type = "dora-rows";

  @Option(names = "--rank", paramLabel = "N", defaultValue = "16", description = "Its rank.")
  private int rank;

  @Option(
      names = "--include",
      paramLabel = "PATTERN",
      split = ",",
      description = "Only modules whose paths these patterns match.")
  private List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      split = ",",
      description = "No modules whose paths these patterns match.")
  private List<String> exclude = List.of();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Steps. Default: ${DEFAULT-VALUE}.")
  private long steps;

  @Option(
      names = "--batch-frames",
      paramLabel = "N",
      defaultValue = "512",
      description = "Latent frames in a batch, about. Default: ${DEFAULT-VALUE}.")
  private int batchFrames;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of all draws.")
  private long seed;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (data == null || output == null || steps < 1 || batchFrames < 1) {
      throw new RequestException("expected --data, -o, and steps and batch frames of at least 1");
    }
    var cancellation = Cancellation.create();
    try (var status = new Status(quiet)) {
      train(output, latents(data, status, cancellation), status, cancellation);
    }
    System.out.println(output.resolve("export").resolve(AdapterTask.FILE));
    return Main.DONE;
  }

  private GatheredLatents latents(Path manifest, Status status, Cancellation cancellation)
      throws IOException {
    var read = Manifest.read(ModelFlags.requireFile(manifest, "a manifest"));
    var items = LatentItems.open(read, MOST_FRAMES, false, p -> show(status, p), cancellation);
    return GatheredLatents.read(items, seed, cancellation);
  }

  private static final int MOST_FRAMES = 4096; // beyond the longest sound of any model

  private static void show(Status status, DataProgress progress) {
    status.show("checking " + progress.name(), (double) progress.done() / progress.total());
  }

  private void train(Path folder, GatheredLatents latents, Status status, Cancellation cancellation)
      throws IOException {
    var base = BaseModel.of(ModelFiles.open(model.folder()));
    var backend = new OrtBackend(OrtOptions.defaults().withThreads(model.threads));
    var batches = TuningRecipe.batches(List.of(latents.longest()), batchFrames, seed);
    var pace = new Pace();
    try (var task = attach(backend, base, batches, latents)) {
      var run = TrainingRun.open(folder, task, TuningRecipe.run(steps, 100));
      Interruption.cancelling(
          cancellation::cancel,
          () -> {
            run.train(
                step ->
                    status.show(
                        "step " + step + "/" + steps,
                        (double) step / steps,
                        pace.left("steps", step, steps)),
                cancellation);
            return Main.DONE;
          });
    }
  }

  private AdapterTask attach(
      OrtBackend backend, BaseModel base, FlowTask.Settings batches, GatheredLatents latents)
      throws IOException {
    try {
      var adaptation =
          Adaptation.of(AdapterForm.named(type), rank).withModules(include, exclude).withSeed(seed);
      var times = TuningRecipe.times();
      return AdapterTask.attach(backend, base, adaptation, batches, times, latents);
    } catch (IllegalArgumentException e) { // the form, the rank or the patterns
      throw new RequestException(Main.firstLine(e.getMessage()));
    }
  }
}
