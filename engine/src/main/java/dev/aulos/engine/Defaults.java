package dev.aulos.engine;

import dev.aulos.engine.sampling.LevelRange;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.ModelConfig.Line;
import dev.aulos.models.Objective;
import dev.aulos.models.config.UnsupportedModelException;

/// How a model is sampled unless the request says otherwise, as its authors recommend.
///
/// @param apg part of guidance that is projected
record Defaults(
    SamplerFamily family,
    String sampler,
    int steps,
    double guidanceScale,
    double apg,
    LevelRange range) {
  private static final LevelRange WHOLE_FLOW = new LevelRange(0, 1, 1);

  static Defaults of(ModelConfig.TextToAudio config) {
    boolean three = config.line() == Line.THREE;
    var flow = three ? SamplerFamily.FLOW_3 : SamplerFamily.FLOW;
    double apg = three ? 1 : 0;
    var usual = usual(config.objective(), flow, apg);
    return config.sampling().map(usual::with).orElse(usual);
  }

  private static Defaults usual(Objective objective, SamplerFamily flow, double apg) {
    return switch (objective) {
      case RF_DENOISER -> new Defaults(flow, "pingpong", 8, 1, apg, WHOLE_FLOW);
      case RECTIFIED_FLOW -> new Defaults(flow, "euler", 50, 7, apg, WHOLE_FLOW);
      case V ->
          new Defaults(SamplerFamily.V, "dpmpp-3m-sde", 100, 7, apg, new LevelRange(0.3, 500, 1));
    };
  }

  /// What the model's own configuration recommends.
  ///
  /// @throws UnsupportedModelException if there is no such sampler
  private Defaults with(ModelConfig.Sampling sampling) {
    if (!family.names().contains(sampling.sampler())) {
      throw new UnsupportedModelException(
          "config.sampling.sampler: '"
              + sampling.sampler()
              + "', supported: "
              + String.join(", ", family.names()));
    }
    return new Defaults(
        family, sampling.sampler(), sampling.steps(), sampling.guidanceScale(), apg, range);
  }
}
