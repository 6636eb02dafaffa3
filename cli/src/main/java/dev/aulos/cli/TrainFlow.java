package dev.aulos.cli;

import dev.aulos.train.tuning.FullTuningTask;
import dev.aulos.train.tuning.TunedModel;
import dev.aulos.train.tuning.TuningRecipe;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `aulos train flow`: all of a model's transformer, trained further.
@Command(
    name = "flow",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train a model further on sounds of your own, by its own objective: all of its transformer"
          + " and",
      "conditioners, from the values it has. Its text encoder and autoencoder stay as they are.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  aulos pre-encode sounds/ -o latents/ -m small-music-base",
      "  aulos dataset latents/ -o set.jsonl",
      "  aulos train flow -m small-music-base --data set.jsonl -o runs/mine --steps 2000",
      "  aulos generate \"my drums\" -m runs/mine/model"
    })
final class TrainFlow implements Callable<Integer> {
  private static final double RATE = 1e-5;

  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private TuningFlags tuning = new TuningFlags();
  @Mixin private HeldOut heldOut = HeldOut.none();

  @Override
  public Integer call() throws IOException {
    try (var job = TuningJob.of(model, tuning, heldOut)) {
      double rate = tuning.learningRate(RATE);
      var settings = TuningRecipe.full(tuning.steps, rate, tuning.checkpointEvery);
      var tuned = TunedModel.alike(job.base());
      job.run(
          (backend, data) -> FullTuningTask.of(backend, job.base(), data, job.times()),
          settings,
          tuned,
          FullTuningTask.FILE);
    }
    return Main.DONE;
  }
}
