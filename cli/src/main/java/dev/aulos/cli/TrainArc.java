package dev.aulos.cli;

import dev.aulos.engine.ModelInfo;
import dev.aulos.engine.RequestException;
import dev.aulos.graph.Weights;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.LearningRate;
import dev.aulos.train.arc.ArcSettings;
import dev.aulos.train.arc.ArcStart;
import dev.aulos.train.arc.ArcTask;
import dev.aulos.train.arc.ArcTerms;
import dev.aulos.train.arc.SyntheticLatents;
import dev.aulos.train.arc.WarmUpTask;
import dev.aulos.train.clap.Clap;
import dev.aulos.train.tuning.TunedModel;
import dev.aulos.train.tuning.TuningRecipe;
import dev.aulos.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos train arc`: a flow model becomes one of few steps.
@Command(
    name = "arc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "ARC post-training (arXiv:2505.08175) of a rectified-flow base model: it then makes sound in",
      "8 steps of ping-pong sampling, without guidance. Half of the steps move the discriminator.",
      "Ctrl-C stops it; the same command goes on from there."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  aulos train arc -m small-music-base --data set.jsonl -o runs/fast --steps 4000",
      "  aulos generate \"my drums\" -m runs/fast/model"
    })
final class TrainArc implements Callable<Integer> {
  private static final double RATE = 5e-6;
  private static final double APG = 1; // as these models are sampled
  private static final int SYNTHETIC_STEPS = 15;

  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private TuningFlags tuning = new TuningFlags();

  @Option(
      names = "--contrast",
      paramLabel = "X",
      defaultValue = "1",
      description = "Weight of the contrastive loss, which keeps it to the prompt; 0 for none.")
  private double contrast;

  @Option(
      names = "--anchor",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Weight of how far the generator moves from what it says at first (mean square of the"
              + " velocity), which keeps it from forgetting in short trainings; 0 for none.")
  private double anchor;

  @Option(
      names = "--gradient-penalty",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Weight of how much the discriminator's scores change when what it looks at is shaken"
              + " (approximate R1 and R2), which calms it; 0 for none.")
  private double penalty;

  @Option(
      names = "--clap",
      paramLabel = "FILE",
      description =
          "What 'aulos train clap' made beside this model: it tells the generator how well its"
              + " sounds fit their texts.")
  private @Nullable Path clap;

  @Option(
      names = "--clap-weight",
      paramLabel = "X",
      description = "With --clap: the weight of what it tells. Default: 1.")
  private @Nullable Double clapWeight;

  @Option(
      names = "--synthetic",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Train on N sounds that the base model makes of the captions, with guidance, in the place"
              + " of the sounds themselves (arXiv:2403.12015); 0 for none.")
  private int synthetic;

  @Option(
      names = "--synthetic-guidance",
      paramLabel = "X",
      description = "With --synthetic: its guidance scale, 1 to 100; the model's own if absent.")
  private @Nullable Double syntheticGuidance;

  @Option(
      names = "--synthetic-steps",
      paramLabel = "N",
      description = "With --synthetic: steps to make a sound. Default: " + SYNTHETIC_STEPS + ".")
  private @Nullable Integer syntheticSteps;

  @Option(
      names = "--discriminator-rate",
      paramLabel = "X",
      description = "How far the discriminator's step moves; as the generator's if absent.")
  private @Nullable Double discriminatorRate;

  @Option(
      names = "--warm-up-steps",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "Steps before, in which the generator learns where the base model's own sampling ends up;",
        "0 for none."
      })
  private long warmUpSteps;

  @Option(
      names = "--warm-up-guidance",
      paramLabel = "X",
      description = "Guidance scale of that sampling, 1 to 100; the model's own if absent.")
  private @Nullable Double warmUpGuidance;

  @Override
  public Integer call() throws IOException {
    weight("--contrast", contrast);
    weight("--anchor", anchor);
    if (clapWeight != null && clap == null) {
      throw new RequestException("--clap-weight is how much --clap counts, expected both");
    }
    double toText = clapWeight == null ? 1 : clapWeight;
    weight("--clap-weight", toText);
    weight("--gradient-penalty", penalty);
    var terms = new ArcTerms(contrast, penalty, anchor, toText);
    TuningFlags.atLeast(0, "--warm-up-steps", warmUpSteps);
    requireSynthetic();
    try (var job = TuningJob.of(model, tuning, HeldOut.none())) {
      double rate = tuning.learningRate(RATE);
      var settings = TuningRecipe.arc(tuning.steps, rate, tuning.checkpointEvery);
      double other = discriminatorRate == null ? rate : discriminatorRate;
      var slope = new LearningRate(other, 0, new LearningRate.Decline.Constant());
      var tuned = TunedModel.ofFewSteps(job.base());
      var start = start(job, rate);
      job.run(
          (backend, data) -> {
            var dit = job.base().config().dit();
            var arc = ArcSettings.of(dit, slope).withTerms(terms);
            return new ArcTask(backend, job.networks(), sounds(job, told(data)), arc, start);
          },
          settings,
          tuned,
          FlowNetworks.FILE);
    }
    return Main.DONE;
  }

  private static void weight(String option, double value) {
    within(0, 100, option, value);
  }

  private static void within(int low, int high, String option, double value) {
    if (!(value >= low && value <= high)) {
      throw new RequestException(option + " is " + value + ", expected " + low + " to " + high);
    }
  }

  private void requireSynthetic() {
    TuningFlags.atLeast(0, "--synthetic", synthetic);
    if (synthetic == 0 && (syntheticGuidance != null || syntheticSteps != null)) {
      throw new RequestException(
          "--synthetic-guidance and --synthetic-steps say how the sounds of --synthetic are made,"
              + " expected how many there are to be");
    }
    if (syntheticGuidance != null) {
      within(1, 100, "--synthetic-guidance", syntheticGuidance);
    }
    if (syntheticSteps != null) {
      TuningFlags.atLeast(1, "--synthetic-steps", syntheticSteps);
    }
  }

  /// What the discriminator takes for real.
  private FlowData sounds(TuningJob job, FlowData data) throws IOException {
    if (synthetic == 0) {
      return data;
    }
    int steps = syntheticSteps == null ? SYNTHETIC_STEPS : syntheticSteps;
    var settings =
        new SyntheticLatents.Settings(synthetic, guidance(job, syntheticGuidance), steps);
    return job.synthetic(data, settings);
  }

  /// The guidance of a base model that shows what it makes.
  private static FlowGuidance guidance(TuningJob job, @Nullable Double asked) {
    double usual = ModelInfo.sampling(job.base().config()).guidanceScale();
    return new FlowGuidance(asked == null ? usual : asked, APG);
  }

  private ArcStart start(TuningJob job, double rate) throws IOException {
    var start = ArcStart.of(job.base().values());
    if (clap != null) { // read before anything is trained
      var file = ModelFlags.requireFile(clap, "what 'aulos train clap' made");
      start = start.withClap(Clap.open(file, job.networks()));
    }
    return warmUpSteps == 0 ? start : start.withGenerator(warmedUp(job, rate));
  }

  /// What the generator starts from.
  private Weights warmedUp(TuningJob job, double rate) throws IOException {
    var export =
        job.stage(
            "warm-up",
            (backend, data) -> {
              var settings = WarmUpTask.Settings.of(guidance(job, warmUpGuidance));
              var base = job.base().values();
              return new WarmUpTask(backend, job.networks(), told(data), settings, base);
            },
            TuningRecipe.full(warmUpSteps, rate, tuning.checkpointEvery));
    return Safetensors.open(export.resolve(FlowNetworks.FILE));
  }

  /// With texts always told, and no shorter than a score.
  private static FlowData told(FlowData data) {
    var usual = data.batches();
    int frames = Math.max(ArcTask.SHORTEST, usual.lengths().getLast());
    return data.with(
        new FlowBatches.Settings(
            List.of(frames), usual.batchFrames(), 0, usual.inpainting(), usual.seed()));
  }
}
