package dev.aulos.engine.diffusion;

import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.Objective;
import dev.aulos.models.dit.Dit;
import dev.aulos.models.dit.DitConfig;
import dev.aulos.models.dit.PaddingRule;
import dev.aulos.models.nn.Probe;
import java.util.EnumMap;
import java.util.Map;

/// A diffusion transformer, ready to run.
public final class DiffusionNetwork implements AutoCloseable {
  private final Backend backend;
  private final Dit dit;
  private final Weights weights;
  private final Objective objective;
  private final Executable conditioning;
  private final Executable step;
  private final Map<PaddingRule, Executable> masked = new EnumMap<>(PaddingRule.class);

  /// A transformer whose parameters lie under `scope`, `model.model` in published checkpoints.
  public DiffusionNetwork(
      Backend backend, DitConfig config, Objective objective, Weights weights, Scope scope) {
    this.backend = backend;
    this.objective = objective;
    this.weights = weights;
    dit = Dit.of(scope, config);
    conditioning = backend.compile(dit.conditioningGraph(Probe.NONE), weights);
    try {
      step = backend.compile(dit.stepGraph(Probe.NONE), weights);
    } catch (RuntimeException e) {
      conditioning.close();
      throw e;
    }
  }

  /// The sizes.
  public DitConfig config() {
    return dit.config();
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
  /// Padding that is cropped runs the same step as none; the other treatments compile a step of
  /// their own when first used.
  ///
  /// @param frames latent frames of every item
  /// @throws IllegalArgumentException if the conditioning is not for this model or not for so many
  ///   frames, or if the model is no flow and the conditioning or the guidance is for flows only
  /// @throws java.util.concurrent.CancellationException if cancelled, now or in a later prediction
  public ConditionedNetwork condition(
      Conditioning given, Guidance guidance, int frames, Cancellation cancellation) {
    if (!objective.isFlow() && (given.padding().isPresent() || guidance.isProjected())) {
      throw new IllegalArgumentException(
          "padding and projected guidance are for flows, the model predicts " + objective.key());
    }
    boolean guided = guidance.scale() != 1;
    var prepared = Prepared.of(conditioning, config(), given, guided, frames, cancellation);
    var run = step(prepared.rule());
    return new ConditionedNetwork(run, objective, prepared, guidance, cancellation);
  }

  private Executable step(PaddingRule rule) {
    if (rule == PaddingRule.NONE) {
      return step;
    }
    return masked.computeIfAbsent(
        rule, r -> backend.compile(dit.stepGraph(r, Probe.NONE), weights));
  }

  @Override
  public void close() {
    conditioning.close();
    step.close();
    masked.values().forEach(Executable::close);
  }
}
