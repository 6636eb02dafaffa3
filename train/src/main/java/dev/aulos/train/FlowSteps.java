package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/// Steps on [FlowData] by one loss: each draws a batch and what else its loss wants, and there is a
/// graph for each length of batches.
public final class FlowSteps implements AutoCloseable {
  private static final int HELD_OUT_BATCHES = 16;

  private final Backend backend;
  private final Draws draws;
  private final Planner planner;
  private final Weights frozen;
  private final long seed;
  private final FlowBatches batches;
  private final Optional<FlowBatches> heldOut;
  private final Map<Integer, TrainingStep> steps = new LinkedHashMap<>();
  private final Map<Integer, TrainingStep> measures = new LinkedHashMap<>();

  /// The loss of a batch of `b` items.
  @FunctionalInterface
  public interface Planner {
    /// What a step on such a batch computes.
    TrainingStep.Plan plan(int b, int frames);
  }

  /// What a loss wants beside a batch.
  @FunctionalInterface
  public interface Draws {
    /// More inputs, which depend on the batch and on the source alone.
    Map<String, NdArray> of(FlowBatches.Batch batch, Random random);
  }

  /// Steps of these networks at the diffusion times they are trained at.
  ///
  /// @param frozen values of the parameters that never change
  FlowSteps(
      Backend backend, FlowNetworks networks, FlowData data, Planner planner, Weights frozen) {
    this(
        backend,
        networks,
        data,
        (batch, random) -> networks.times(batch.items(), random),
        planner,
        frozen);
  }

  /// Steps of these networks.
  ///
  /// @param draws what the loss wants beside a batch
  /// @param frozen values of the parameters that never change
  public FlowSteps(
      Backend backend,
      FlowNetworks networks,
      FlowData data,
      Draws draws,
      Planner planner,
      Weights frozen) {
    this.backend = backend;
    this.draws = draws;
    this.planner = planner;
    this.frozen = frozen;
    seed = data.batches().seed();
    batches = data.batches(networks);
    heldOut = data.heldOut().map(some -> new FlowBatches(networks, data.batches(), some));
  }

  /// A step, see [TrainingTask#step].
  public Map<String, Double> run(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var random = FlowBatches.random(seed, step);
    var batch = batches.draw(random);
    var compiled =
        steps.computeIfAbsent(
            batch.frames(),
            frames -> TrainingStep.compile(backend, planner.plan(batch.items(), frames), frozen));
    return compiled.run(inputs(batch, random), parameters, gradients, cancellation);
  }

  private Map<String, NdArray> inputs(FlowBatches.Batch batch, Random random) {
    var inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(draws.of(batch, random));
    return inputs;
  }

  /// The mean loss of 16 batches of what is held out, always the same with the same noise, so that
  /// what differs are the parameters.
  public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    if (heldOut.isEmpty()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int i = 0; i < HELD_OUT_BATCHES; i++) {
      var random = FlowBatches.heldOut(seed, i);
      var batch = heldOut.get().draw(random);
      var compiled =
          measures.computeIfAbsent(
              batch.frames(),
              frames -> TrainingStep.measure(backend, planner.plan(batch.items(), frames), frozen));
      var numbers = compiled.measured(inputs(batch, random), parameters, cancellation);
      sum += numbers.getOrDefault(Curves.LOSS, Double.NaN);
    }
    return OptionalDouble.of(sum / HELD_OUT_BATCHES);
  }

  @Override
  public void close() {
    steps.values().forEach(TrainingStep::close);
    measures.values().forEach(TrainingStep::close);
  }
}
