package dev.aulos.cli;

import dev.aulos.engine.AdapterUse;
import dev.aulos.engine.Aulos;
import dev.aulos.train.tuning.Adaptation;
import dev.aulos.train.tuning.AdapterForm;
import dev.aulos.train.tuning.AdapterTask;
import dev.aulos.train.tuning.TuningRecipe;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos train lora`: an adapter of a model for sounds of the user's own.
@Command(
    name = "lora",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train an adapter of a model on sounds of your own.",
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
  @Mixin private TuningFlags tuning = new TuningFlags();
  @Mixin private HeldOut heldOut = HeldOut.none();

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

  @Override
  public Integer call() throws IOException {
    try (var job = TuningJob.of(model, tuning, heldOut)) {
      double rate = tuning.learningRate(TuningRecipe.RATE);
      var settings = TuningRecipe.run(tuning.steps, rate, tuning.checkpointEvery);
      Machine.requireMemoryToAdapt(job.networks().parameters().values().stream());
      var made =
          job.run(
              (backend, data) -> {
                var adaptation =
                    Adaptation.of(AdapterForm.named(type), rank)
                        .withModules(include, exclude)
                        .withSeed(tuning.seed);
                return AdapterTask.attach(backend, job.base(), adaptation, data, job.times());
              },
              settings,
              (export, options) -> {
                var use = AdapterUse.of(export.resolve(AdapterTask.FILE));
                return Aulos.open(job.folder(), options.withAdapters(List.of(use)));
              });
      System.out.println(made.resolve(AdapterTask.FILE));
    }
    return Main.DONE;
  }
}
