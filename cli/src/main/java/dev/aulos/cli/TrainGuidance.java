package dev.aulos.cli;

import dev.aulos.engine.ModelInfo;
import dev.aulos.engine.RequestException;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.GuidanceTask;
import dev.aulos.train.tuning.TunedModel;
import dev.aulos.train.tuning.TuningRecipe;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos train guidance`: a model that needs no guidance any more.
@Command(
    name = "guidance",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Teach a rectified-flow base model to say at once what it says with guidance",
      "(arXiv:2210.03142): every step then takes half the time. The sounds are what it practises",
      "on; what it learns is its own.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  aulos train guidance -m small-music-base --data set.jsonl -o runs/direct --steps 2000",
      "  aulos generate \"my drums\" -m runs/direct/model"
    })
final class TrainGuidance implements Callable<Integer> {
  private static final double RATE = 1e-5;

  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private TuningFlags tuning = new TuningFlags();
  @Mixin private HeldOut heldOut = HeldOut.none();

  @Option(
      names = "--guidance-scale",
      paramLabel = "X",
      description = "The guidance to learn, above 1; the model's own if absent.")
  private @Nullable Double scale;

  @Option(
      names = "--apg",
      paramLabel = "X",
      defaultValue = "1",
      description = "Projected part of that guidance, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double apg;

  @Override
  public Integer call() throws IOException {
    try (var job = TuningJob.of(model, tuning, heldOut)) {
      double usual = ModelInfo.sampling(job.base().config()).guidanceScale();
      if (scale == null && usual <= 1) {
        throw new RequestException("this model is used without guidance; there is none to learn");
      }
      double learned = scale == null ? usual : scale;
      double rate = tuning.learningRate(RATE);
      var settings = TuningRecipe.full(tuning.steps, rate, tuning.checkpointEvery);
      job.run(
          (backend, data) -> {
            var lesson = new FlowGuidance(learned, apg);
            var base = job.base().values();
            return new GuidanceTask(backend, job.networks(), data, lesson, base);
          },
          settings,
          TunedModel.unguided(job.base()),
          FlowNetworks.FILE);
    }
    return Main.DONE;
  }
}
