package dev.aulos.train.arc;

import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Graph;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
  private static final String VELOCITY = "velocity";
  private static final String TIME = "time";
  private static final long SHOWN = 0x5DEECE66DL; // apart from what batches are drawn with

  private final Backend backend;
  private final FlowNetworks flow;
  private final Settings settings;
  private final FlowBatches batches;
  private final long seed;
  private final Weights model;
  private final Map<Integer, Executable> teachers = new LinkedHashMap<>();
  private final Map<Integer, TrainingStep> steps = new LinkedHashMap<>();
  private Optional<Way> way = Optional.empty();

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

  /// The ways of a batch.
  ///
  /// @param number counts from 0
  /// @param levels of the states
  /// @param states from noise on, each (b, channels, frames)
  /// @param end what they lead to
  record Way(
      long number,
      FlowBatches.Batch batch,
      List<Float> levels,
      List<float[]> states,
      float[] end) {}

  /// The warm-up of these networks.
  ///
  /// @param data as the result is used without guidance, its batches need withhold no text
  /// @param model all parameters of the networks, as flow training left them
  /// @throws IllegalArgumentException if the model is no flow
  public WarmUpTask(
      Backend backend, FlowNetworks flow, FlowData data, Settings settings, Weights model) {
    flow.requireFlow();
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
    var shown = way((step - 1) / settings.refresh, cancellation);
    var inputs = inputs(shown, FlowBatches.random(seed ^ SHOWN, step));
    int b = shown.batch.items();
    var compiled =
        steps.computeIfAbsent(
            shown.batch.frames(), frames -> TrainingStep.compile(backend, plan(b, frames), model));
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
  Map<String, NdArray> inputs(Way shown, RandomGenerator random) {
    int b = shown.batch.items();
    int size = shown.end.length / b;
    var states = new float[shown.end.length];
    var times = new float[b];
    for (int i = 0; i < b; i++) {
      int chosen = random.nextInt(shown.states.size());
      times[i] = shown.levels.get(chosen);
      System.arraycopy(shown.states.get(chosen), i * size, states, i * size, size);
    }
    var inputs = new LinkedHashMap<>(shown.batch.inputs());
    inputs.putAll(flow.times(TIME, times));
    inputs.put(STATE, array(states, shown.batch));
    inputs.put(END, array(shown.end, shown.batch));
    return inputs;
  }

  private static NdArray array(float[] values, FlowBatches.Batch batch) {
    int channels = values.length / batch.items() / batch.frames();
    return NdArray.of(values, batch.items(), channels, batch.frames());
  }

  /// The ways of a number, which depend on it and on the seed alone.
  Way way(long number, Cancellation cancellation) {
    if (way.isEmpty() || way.get().number != number) {
      way = Optional.empty(); // what fails or is cancelled leaves none
      way = Optional.of(taken(number, cancellation));
    }
    return way.get();
  }

  private Way taken(long number, Cancellation cancellation) {
    var batch = batches.draw(FlowBatches.random(seed, number));
    var x = WeightViews.of(batch.inputs()).get("noise").toFloats();
    var schedule = Schedule.flow(settings.solverSteps, 1);
    var levels = new ArrayList<Float>();
    var states = new ArrayList<float[]>();
    var sampler = SamplerFamily.FLOW.named("dpmpp");
    var run =
        sampler.start(
            teacher(batch, cancellation),
            schedule,
            x,
            batch.items(),
            TorchRandom.ofSeed(number)); // which this sampler never asks
    do {
      if (run.step() < schedule.steps()) {
        levels.add(schedule.level(run.step()));
        states.add(run.x().clone());
      }
    } while (run.advance());
    return new Way(number, batch, levels, states, run.x());
  }

  /// What the teacher says of states of a batch, guidance included.
  private Denoiser teacher(FlowBatches.Batch batch, Cancellation cancellation) {
    var network = teachers.computeIfAbsent(batch.frames(), n -> compiled(batch.items(), n));
    return (x, times, out) -> {
      var inputs = new LinkedHashMap<>(batch.inputs());
      inputs.put(STATE, array(x, batch));
      inputs.putAll(flow.times(TIME, times));
      inputs.keySet().retainAll(network.graph().inputs().keySet());
      network.run(inputs, VELOCITY, cancellation).floats().get(out);
    };
  }

  private Executable compiled(int b, int frames) {
    var rests = new Trainable(path -> false);
    var inputs = flow.inputs(b, frames);
    var condition = flow.condition(rests, inputs);
    var state = Tensor.input(STATE, inputs.data().shape());
    var velocity =
        settings.guidance.velocity(
            inputs, condition, state, told -> flow.output(rests, told, state, inputs.time()));
    return backend.compile(Graph.of("teacher", Map.of(VELOCITY, velocity)), model);
  }

  /// Writes the generator with the conditioners it was trained with.
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    flow.export(folder, WeightViews.overriding(model, parameters));
  }

  @Override
  public void close() {
    teachers.values().forEach(Executable::close);
    steps.values().forEach(TrainingStep::close);
  }
}
