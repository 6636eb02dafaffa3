package dev.aulos.train.arc;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Tensor;
import dev.aulos.graph.Weights;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Parameters;
import dev.aulos.train.Trainable;
import dev.aulos.train.TrainingStep;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.arc.ArcNetworks.Side;
import dev.aulos.train.loss.DiffusionLoss;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The warm-up of ARC's generator on the ways that its model takes from noise to sound (ODE
/// warm-up): from any state on such a way it learns to say in one step what the way ends in.
///
/// The teacher is the model as it was. It takes a batch from noise to sound with the sampler
/// `dpmpp`, at levels evenly spaced in log-SNR from −6 to 2; for so many steps each item is shown
/// one of the states on its way. The loss is the mean squared error of `x − t·v` against the end,
/// over the frames to make. Text encoder and conditioners stay as they are.
public final class WarmUpTask implements TrainingTask {
  private static final String STATE = "state";
  private static final String END = "end";
  private static final String TIME = "time";
  private static final long SHOWN = 0x5DEECE66DL; // apart from what batches are drawn with

  private final Backend backend;
  private final FlowNetworks flow;
  private final Settings settings;
  private final FlowBatches batches;
  private final long seed;
  private final Weights model;
  private final Teacher teacher;
  private final Map<Integer, TrainingStep> steps = new LinkedHashMap<>();
  private Optional<Shown> shown = Optional.empty();

  /// How the warm-up is done.
  ///
  /// @param guidance the teacher's
  /// @param solverSteps from noise to sound
  /// @param refresh how many training steps look at the same ways
  public record Settings(FlowGuidance guidance, int solverSteps, int refresh) {
    private static final int SOLVER_STEPS = 15;
    private static final int REFRESH = 10;

    /// Checks the numbers.
    public Settings {
      if (solverSteps < 1 || refresh < 1) {
        throw new IllegalArgumentException(
            String.format(
                "%d solver steps, refresh %d: expected at least 1", solverSteps, refresh));
      }
    }

    /// The published number of solver steps, 15, and ways that serve for 10 steps.
    public static Settings of(FlowGuidance guidance) {
      return new Settings(guidance, SOLVER_STEPS, REFRESH);
    }
  }

  /// The ways that some steps look at.
  ///
  /// @param number counts from 0
  private record Shown(long number, Teacher.Ways ways) {}

  /// The warm-up of these networks.
  ///
  /// @param data as the result is used without guidance, its batches need withhold no text
  /// @param model all parameters of the networks, as flow training left them
  /// @throws IllegalArgumentException if the model is no flow
  public WarmUpTask(
      Backend backend, FlowNetworks flow, FlowData data, Settings settings, Weights model) {
    teacher = new Teacher(backend, flow, settings.guidance, settings.solverSteps, model);
    this.backend = backend;
    this.flow = flow;
    this.settings = settings;
    this.model = model;
    batches = data.batches(flow);
    seed = data.batches().seed();
  }

  @Override
  public Parameters start() {
    var moved =
        flow.parameters().keySet().stream()
            .filter(Side.GENERATOR::owns)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return Parameters.copy(model, moved);
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var ways = ways((step - 1) / settings.refresh, cancellation);
    var inputs = inputs(ways, FlowBatches.random(seed ^ SHOWN, step));
    int b = ways.batch().items();
    var compiled =
        steps.computeIfAbsent(
            ways.batch().frames(), frames -> TrainingStep.compile(backend, plan(b, frames), model));
    return compiled.run(inputs, parameters, gradients, cancellation);
  }

  private TrainingStep.Plan plan(int b, int frames) {
    var trainable = new Trainable(Side.GENERATOR::owns);
    var inputs = flow.inputs(b, frames);
    var condition = flow.condition(trainable, inputs);
    var state = Tensor.input(STATE, inputs.data().shape());
    var velocity = flow.output(trainable, condition, state, inputs.time());
    var sound = state.sub(velocity.mul(inputs.time().perItem()));
    var end = Tensor.input(END, inputs.data().shape());
    var loss = new DiffusionLoss(state, end).loss(sound, inputs.made());
    return new TrainingStep.Plan("warm-up", loss, Map.of(), trainable);
  }

  /// A state on each item's way, drawn by chance, and all that the loss depends on.
  Map<String, NdArray> inputs(Teacher.Ways ways, RandomGenerator random) {
    var batch = ways.batch();
    int b = batch.items();
    int size = ways.end().length / b;
    var states = new float[ways.end().length];
    var times = new float[b];
    for (int i = 0; i < b; i++) {
      int chosen = random.nextInt(ways.states().size());
      times[i] = ways.levels().get(chosen);
      System.arraycopy(ways.states().get(chosen), i * size, states, i * size, size);
    }
    var inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(flow.times(TIME, times));
    inputs.put(STATE, Teacher.array(states, batch));
    inputs.put(END, Teacher.array(ways.end(), batch));
    return inputs;
  }

  /// The ways of a number, which depend on it and on the seed alone.
  Teacher.Ways ways(long number, Cancellation cancellation) {
    if (shown.isEmpty() || shown.get().number != number) {
      shown = Optional.empty(); // what fails or is cancelled leaves none
      var batch = batches.draw(FlowBatches.random(seed, number));
      shown = Optional.of(new Shown(number, teacher.ways(batch, cancellation)));
    }
    return shown.get().ways;
  }

  /// Writes the generator with the conditioners it was trained with.
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    flow.export(folder, WeightViews.overriding(model, parameters));
  }

  @Override
  public void close() {
    teacher.close();
    steps.values().forEach(TrainingStep::close);
  }
}
