package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.clap.Clap;
import dev.aulos.train.clap.ClapConfig;
import dev.aulos.train.clap.ClapNetworks;
import dev.aulos.train.clap.ClapTask;
import dev.aulos.train.tuning.TuningRecipe;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `aulos train clap`: what tells how well a sound fits a text.
@Command(
    name = "clap",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Train a CLAP (contrastive pretraining of sound and text, arXiv:2206.04769) on the latents"
          + " of",
      "a rectified-flow model: it tells how well a sound fits a text, at any level of noise. With"
          + " it",
      "'train arc --clap' keeps a model to its prompts. It starts from the model's own first"
          + " blocks.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  aulos train clap -m small-music-base --data set.jsonl -o runs/clap --held-out 0.05",
      "  aulos train arc -m small-music-base --data set.jsonl -o runs/fast \\",
      "    --clap runs/clap/best/clap.safetensors"
    })
final class TrainClap implements Callable<Integer> {
  private static final double RATE = 1e-4;
  private static final int BATCH_FRAMES = 2048; // what is told apart lies in one batch
  private static final int FEWEST = 2;

  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private TuningFlags tuning = new TuningFlags();
  @Mixin private HeldOut heldOut = HeldOut.none();

  @Override
  public Integer call() throws IOException {
    if (!tuning.demos.isEmpty()) {
      throw new RequestException("--demo: a CLAP makes no sound; leave it out");
    }
    try (var job = TuningJob.of(model, tuning, heldOut)) {
      double rate = tuning.learningRate(RATE);
      var settings = TuningRecipe.full(tuning.steps, rate, tuning.checkpointEvery);
      var made =
          job.run(
              (backend, data) -> {
                var flow = job.networks();
                var config = ClapConfig.of(flow.config().dit());
                var moved = new ClapNetworks(flow, config).parameters();
                Machine.requireMemoryToTrain(moved.values().stream());
                return new ClapTask(backend, flow, told(data), config, job.base().values());
              },
              settings);
      System.out.println(made.resolve(Clap.FILE));
    }
    return Main.DONE;
  }

  /// With texts always told, all of the sound to make, and several sounds in a batch.
  private FlowData told(FlowData data) {
    var usual = data.batches();
    int longest = usual.lengths().getLast();
    int frames = tuning.batchFrames(Math.max(BATCH_FRAMES, FEWEST * longest));
    if (frames < FEWEST * longest) {
      throw new RequestException(
          "--batch-frames is "
              + frames
              + ", which holds one sound of "
              + longest
              + " frames; expected at least "
              + FEWEST * longest
              + ", as sounds of a batch are told apart");
    }
    return data.with(new FlowBatches.Settings(usual.lengths(), frames, 0, 0, usual.seed()));
  }
}
