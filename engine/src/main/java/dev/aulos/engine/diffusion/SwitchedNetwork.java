package dev.aulos.engine.diffusion;

import dev.aulos.engine.sampling.Denoiser;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.graph.Cancellation;
import dev.aulos.models.Objective;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleFunction;

/// A diffusion network with its conditioning fixed whose weights depend on the noise level: several
/// networks, of which the level of the first item chooses one for each prediction.
///
/// Each is conditioned when first chosen, for what it computes of the conditioning depends on its
/// weights too.
public final class SwitchedNetwork implements Denoiser {
  private final Objective objective;
  private final DoubleFunction<DiffusionNetwork> networks;
  private final Conditioning given;
  private final Guidance guidance;
  private final int frames;
  private final Cancellation cancellation;
  private final Map<DiffusionNetwork, ConditionedNetwork> conditioned = new HashMap<>();

  /// Networks with the same sizes and the same conditioning.
  ///
  /// @param networks gives that of a noise level; it owns them
  public SwitchedNetwork(
      Objective objective,
      DoubleFunction<DiffusionNetwork> networks,
      Conditioning given,
      Guidance guidance,
      int frames,
      Cancellation cancellation) {
    this.objective = objective;
    this.networks = networks;
    this.given = given;
    this.guidance = guidance;
    this.frames = frames;
    this.cancellation = cancellation;
  }

  @Override
  public void predict(float[] x, float[] times, float[] out) {
    at(times).predict(x, times, out);
  }

  @Override
  public void predictBoth(float[] x, float[] times, float[] guided, float[] unguided) {
    at(times).predictBoth(x, times, guided, unguided);
  }

  private ConditionedNetwork at(float[] times) {
    var network = networks.apply(ConditionedNetwork.level(objective, times));
    return conditioned.computeIfAbsent(
        network, n -> n.condition(given, guidance, frames, cancellation));
  }
}
