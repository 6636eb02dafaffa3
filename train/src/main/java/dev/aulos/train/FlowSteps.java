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

/// Steps on [FlowData] by one loss: each draws a batch and diffusion times, and there is a graph
/// for each length of batches.
final class FlowSteps implements AutoCloseable {
  private static final int HELD_OUT_BATCHES = 16;

  private final Backend backend;
  private final FlowNetworks networks;
  private final Planner planner;
  private final Weights frozen;
  private final long seed;
  private final FlowBatches batches;
  private final Optional<FlowBatches> heldOut;
  private final Map<Integer, TrainingStep> steps = new LinkedHashMap<>();
  private final Map<Integer, TrainingStep> measures = new LinkedHashMap<>();

  /// The loss of a batch of `b` items.
  @FunctionalInterface
  interface Planner {
    TrainingStep.Plan plan(int b, int frames);
  }

  /// Steps of these networks.
  ///
  /// @param frozen values of the parameters that never change
  FlowSteps(
      Backend backend, FlowNetworks networks, FlowData data, Planner planner, Weights frozen) {
    this.backend = backend;
    this.networks = networks;
    this.planner = planner;
    this.frozen = frozen;
    seed = data.batches().seed();
    batches = data.batches(networks);
    heldOut = data.heldOut().map(some -> new FlowBatches(networks, data.batches(), some));
  }

  /// A step, see [TrainingTask#step].
  Map<String, Double> run(
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
    inputs.putAll(networks.times(batch.items(), random));
    return inputs;
  }

  /// The mean loss of 16 batches of what is held out, always the same with the same noise, so that
  /// what differs are the parameters.
  OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
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
