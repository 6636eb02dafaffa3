package dev.aulos.train.arc;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Parameters;
import dev.aulos.train.TrainingRun;
import dev.aulos.train.TrainingStep;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.Update;
import dev.aulos.train.arc.ArcNetworks.Side;
import dev.aulos.train.clap.Clap;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// ARC post-training of a flow model: what comes out makes sound in a few steps of ping-pong
/// sampling, without guidance.
///
/// The generator is the model's transformer, the discriminator a copy of its first blocks with a
/// [dev.aulos.train.discriminator.ConvolutionalHead]; text encoder and conditioners stay as they
/// are. Sides take turns: the discriminator has the odd steps, the generator the even ones. The
/// run's rate and optimizer are the generator's and count its own steps; a run's number of steps is
/// that of both.
public final class ArcTask implements TrainingTask {
  private static final int FRAMES_A_SCORE = 64;

  /// The fewest frames that items may be filled up to: what a score looks at.
  public static final int SHORTEST = FRAMES_A_SCORE;

  private static final int FRAMES_BETWEEN_SCORES = 16;

  private final Backend backend;
  private final FlowNetworks flow;
  private final ArcNetworks networks;
  private final ArcSettings settings;
  private final FlowBatches batches;
  private final long seed;
  private final Weights start;
  private final Map<Kind, TrainingStep> steps = new LinkedHashMap<>();

  private record Kind(Side side, int frames) {}

  /// Post-training of these networks.
  ///
  /// @param data its batches: lengths of at least 64 frames; as the result is used without
  ///   guidance, no text need be withheld
  /// @throws IllegalArgumentException if the model is no flow, lacks the discriminator's block or a
  ///   parameter, or batches are shorter than the discriminator's head takes
  public ArcTask(
      Backend backend, FlowNetworks flow, FlowData data, ArcSettings settings, ArcStart start) {
    this.backend = backend;
    this.flow = flow;
    this.settings = settings;
    for (int frames : data.batches().lengths()) {
      if (frames < FRAMES_A_SCORE) {
        throw new IllegalArgumentException(
            "batches of " + frames + " frames, expected lengths of at least 64 frames each");
      }
    }
    networks = new ArcNetworks(flow, settings, start.clap().map(Clap::networks));
    batches = data.batches(flow);
    seed = data.batches().seed();
    this.start = networks.start(start, seed);
  }

  @Override
  public Parameters start() {
    var moved =
        start.paths().stream()
            .filter(path -> Side.GENERATOR.owns(path) || Side.DISCRIMINATOR.owns(path))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return Parameters.copy(start, moved);
  }

  private static Side side(long step) {
    return step % 2 == 1 ? Side.DISCRIMINATOR : Side.GENERATOR;
  }

  @Override
  public Update update(long step, TrainingRun.Settings run) {
    long count = (step + 1) / 2;
    var side = side(step);
    return switch (side) {
      case DISCRIMINATOR -> new Update(side::owns, count, settings.rate(), settings.optimizer());
      case GENERATOR -> new Update(side::owns, count, run.rate(), run.optimizer());
    };
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var random = FlowBatches.random(seed, step);
    var batch = batches.draw(random);
    var compiled =
        steps.computeIfAbsent(
            new Kind(side(step), batch.frames()),
            kind -> {
              var plan = networks.plan(kind.side, batch.items(), kind.frames);
              return TrainingStep.compile(backend, plan, start);
            });
    var numbers = compiled.run(inputs(batch, random), parameters, gradients, cancellation);
    return side(step) == Side.GENERATOR ? numbers : renamed(numbers);
  }

  /// The discriminator's numbers, whose loss has a curve of its own.
  private static Map<String, Double> renamed(Map<String, Double> numbers) {
    var renamed = new LinkedHashMap<String, Double>();
    numbers.forEach(
        (name, value) -> renamed.put(name.equals("loss") ? "discriminator" : name, value));
    return renamed;
  }

  /// All that the losses of a batch depend on.
  Map<String, NdArray> inputs(FlowBatches.Batch batch, RandomGenerator random) {
    int b = batch.items();
    var inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(flow.times("time", settings.times().draw(b, random)));
    inputs.putAll(flow.times("level", settings.levels().draw(b, random)));
    int channels = flow.config().dit().channels();
    inputs.put("again", FlowBatches.noise(random, b, channels, batch.frames()));
    inputs.put("weights", weights(batch));
    if (settings.terms().penalty() > 0) {
      for (var name : List.of(ArcNetworks.REAL_SHAKE, ArcNetworks.FAKE_SHAKE)) {
        inputs.put(name, FlowBatches.noise(random, b, channels, batch.frames()));
      }
    }
    return inputs;
  }

  /// How much of the 64 frames a score stands for is sound, (b, 1, m).
  private static NdArray weights(FlowBatches.Batch batch) {
    int frames = batch.frames();
    int scores = frames / FRAMES_BETWEEN_SCORES - FRAMES_A_SCORE / FRAMES_BETWEEN_SCORES + 1;
    var weights = NdArray.zeros(DType.F32, batch.items(), 1, scores);
    var valid = WeightViews.of(batch.inputs()).get("valid").toFloats();
    for (int i = 0; i < batch.items(); i++) {
      for (int j = 0; j < scores; j++) {
        int from = i * frames + j * FRAMES_BETWEEN_SCORES;
        float sound = 0;
        for (int frame = from; frame < from + FRAMES_A_SCORE; frame++) {
          sound += valid[frame];
        }
        weights.floats().put(i * scores + j, sound / FRAMES_A_SCORE);
      }
    }
    return weights;
  }

  /// Writes the generator with the conditioners it was trained with. Its configuration is the flow
  /// model's with the objective `rf_denoiser`.
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    flow.export(folder, WeightViews.overriding(start, parameters));
  }

  @Override
  public void close() {
    steps.values().forEach(TrainingStep::close);
  }
}
