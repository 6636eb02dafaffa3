package dev.aulos.train.tuning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowTask;
import dev.aulos.train.Parameters;
import dev.aulos.train.loss.TimestepSampler;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// A model's networks, some of whose weights are set anew before each step. The others stay the
/// base's.
final class MovedNetworks implements AutoCloseable {
  private final FlowTask flow;
  private final Parameters values;

  private MovedNetworks(FlowTask flow, Parameters values) {
    this.flow = flow;
    this.values = values;
  }

  static MovedNetworks of(
      Backend backend, BaseModel base, FlowData data, TimestepSampler times, Set<String> moved) {
    var networks = base.networks(times, moved::contains);
    var values = Parameters.copy(base.values(), networks.parameters().keySet());
    var flow = new FlowTask(backend, networks, data, values);
    return new MovedNetworks(flow, values);
  }

  /// The value of a parameter, to be written into before a step.
  NdArray value(String path) {
    return values.get(path);
  }

  /// The loss, and the gradients of the moved parameters.
  Map<String, Double> step(long step, Parameters gradients, Cancellation cancellation) {
    return flow.step(step, values, gradients, cancellation);
  }

  /// The loss on what is held out.
  OptionalDouble heldOutLoss(Cancellation cancellation) {
    return flow.heldOutLoss(values, cancellation);
  }

  @Override
  public void close() {
    flow.close();
  }
}
