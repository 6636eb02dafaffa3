package dev.aulos.train.tuning;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.train.FlowData;
import dev.aulos.train.Parameters;
import dev.aulos.train.TrainingTask;
import dev.aulos.train.loss.TimestepSampler;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// Training of all of a model's transformer and conditioners, from the values it was opened with.
/// Its text encoder and codec stay as they are.
public final class FullTuningTask implements TrainingTask {
  /// The name of the exported file.
  public static final String FILE = "model.safetensors";

  private final BaseModel base;
  private final MovedNetworks networks;
  private final Set<String> moved;

  private FullTuningTask(BaseModel base, MovedNetworks networks, Set<String> moved) {
    this.base = base;
    this.networks = networks;
    this.moved = moved;
  }

  /// A model that is as it was opened.
  ///
  /// @param times which diffusion times training looks at
  public static FullTuningTask of(
      Backend backend, BaseModel base, FlowData data, TimestepSampler times) {
    var moved = new LinkedHashSet<String>();
    for (var path : base.networks(times, path -> true).parameters().keySet()) {
      if (!path.endsWith("inv_freq")) {
        moved.add(path);
      }
    }
    return new FullTuningTask(base, MovedNetworks.of(backend, base, data, times, moved), moved);
  }

  @Override
  public Parameters start() {
    return Parameters.copy(base.values(), moved);
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    move(parameters);
    return networks.step(step, gradients, cancellation);
  }

  @Override
  public OptionalDouble heldOutLoss(Parameters parameters, Cancellation cancellation) {
    move(parameters);
    return networks.heldOutLoss(cancellation);
  }

  private void move(Parameters parameters) {
    for (var path : moved) {
      networks.value(path).floats().put(parameters.get(path).floats());
    }
  }

  /// Writes [#FILE] with every tensor of the file that was opened: those that training moved in
  /// F32, the others as they are. The configuration and the text encoder go beside it unchanged.
  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    var all = WeightViews.overriding(base.stored(), parameters);
    new SafetensorsWriter().addAll(all).write(folder.resolve(FILE));
  }

  @Override
  public void close() {
    networks.close();
  }
}
