package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/// Training of a text-to-audio model on latents: its transformer and its conditioners together, by
/// the objective its configuration names.
public final class FlowTask implements TrainingTask {
  private final FlowNetworks networks;
  private final FlowSteps steps;
  private final Parameters start;

  /// Training of these networks from these values.
  ///
  /// @param start for all parameters of the networks
  public FlowTask(Backend backend, FlowNetworks networks, FlowData data, Parameters start) {
    this.networks = networks;
    this.start = start;
    steps = new FlowSteps(backend, networks, data, networks::plan, start);
  }

  @Override
  public Parameters start() {
    return start.copy();
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    return steps.run(step, parameters, gradients, cancellation);
  }

  @Override
  public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    return steps.heldOutLoss(parameters, cancellation);
  }

  @Override
  public Update update(long step, TrainingRun.Settings run) {
    return new Update(networks::isTrained, step, run.rate(), run.optimizer());
  }

  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    networks.export(folder, parameters);
  }

  @Override
  public void close() {
    steps.close();
  }
}
