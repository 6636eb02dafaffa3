package dev.aulos.engine.diffusion;

import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Objective;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.models.nn.Probe;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A diffusion transformer, ready to run.
public final class DiffusionNetwork implements AutoCloseable {
  private final DitConfig config;
  private final Objective objective;
  private final Executable conditioning;
  private final Executable step;

  /// A transformer whose parameters lie under `scope`, `model.model` in published checkpoints.
  public DiffusionNetwork(
      Backend backend, DitConfig config, Objective objective, Weights weights, Scope scope) {
    this.config = config;
    this.objective = objective;
    var dit = Dit.of(scope, config);
    conditioning = backend.compile(dit.conditioningGraph(Probe.NONE), weights);
    step = backend.compile(dit.stepGraph(Probe.NONE), weights);
  }

  /// The sizes.
  public DitConfig config() {
    return config;
  }

  /// What it predicts.
  public Objective objective() {
    return objective;
  }

  /// The network that runs every step, for cost counts and profiles.
  public Executable step() {
    return step;
  }

  /// The network with everything computed that no step changes.
  ///
  /// @param frames latent frames of every item
  /// @throws java.util.concurrent.CancellationException if cancelled, now or in a later prediction
  public ConditionedNetwork condition(
      Conditioning given, Guidance guidance, int frames, Cancellation cancellation) {
    boolean guided = guidance.scale() != 1;
    var cross = guided ? doubled(given.cross(), given.negative().orElse(null)) : given.cross();
    var global = guided ? twice(given.global()) : given.global();
    var inputs = Map.of("cross", cross, "global", global);
    var prepared = new HashMap<>(conditioning.run(inputs, Map.of(), cancellation));
    return new ConditionedNetwork(
        step,
        objective,
        config.channels(),
        prepared,
        guidance,
        given.batch(),
        frames,
        cancellation);
  }

  /// `first`, then `second` or as many zeros, along the batch.
  private static NdArray doubled(NdArray first, @Nullable NdArray second) {
    var shape = first.shape();
    shape[0] *= 2;
    var both = NdArray.zeros(DType.F32, shape);
    var values = both.floats();
    values.put(first.floats());
    if (second != null) {
      values.put(second.floats());
    }
    return both;
  }

  private static NdArray twice(NdArray array) {
    return doubled(array, array);
  }

  @Override
  public void close() {
    conditioning.close();
    step.close();
  }
}
