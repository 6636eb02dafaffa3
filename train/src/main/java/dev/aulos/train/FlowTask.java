package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Training of a text-to-audio model on latents: its transformer and its conditioners together, by
/// the objective its configuration names, on [FlowBatches].
public final class FlowTask implements TrainingTask {
  private final Backend backend;
  private final FlowNetworks networks;
  private final Settings settings;
  private final FlowBatches batches;
  private final Map<Integer, TrainingStep> steps = new LinkedHashMap<>();
  private final Parameters start;

  /// How batches are drawn.
  ///
  /// @param lengths frames to which items are filled up, rising
  /// @param batchFrames frames of a batch, about
  /// @param unconditional how often text and numbers are withheld from cross-attention, for
  ///   guidance
  /// @param inpainting how often the sound is to be filled in or continued, by models that can
  /// @param seed of all draws
  public record Settings(
      List<Integer> lengths, int batchFrames, double unconditional, double inpainting, long seed) {
    /// Copies the list.
    public Settings {
      lengths = List.copyOf(lengths);
    }

    FlowBatches.Settings batches() {
      return new FlowBatches.Settings(lengths, batchFrames, unconditional, inpainting);
    }
  }

  /// Training of these networks from these values.
  ///
  /// @param start for all parameters of the networks
  public FlowTask(
      Backend backend,
      FlowNetworks networks,
      Settings settings,
      Latents latents,
      Parameters start) {
    this.backend = backend;
    this.networks = networks;
    this.settings = settings;
    this.start = start;
    batches = new FlowBatches(networks, settings.batches(), latents);
  }

  @Override
  public Parameters start() {
    return start.copy();
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var random = FlowBatches.random(settings.seed, step);
    var batch = batches.draw(random);
    var compiled =
        steps.computeIfAbsent(
            batch.frames(),
            frames -> {
              var plan = networks.plan(batch.items(), frames);
              return TrainingStep.compile(backend, plan, parameters);
            });
    var inputs = new LinkedHashMap<>(batch.inputs());
    inputs.putAll(networks.times(batch.items(), random));
    return compiled.run(inputs, parameters, gradients, cancellation);
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
    steps.values().forEach(TrainingStep::close);
  }
}
