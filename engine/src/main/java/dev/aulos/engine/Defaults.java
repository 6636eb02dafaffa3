package dev.aulos.engine;

import dev.aulos.engine.sampling.LevelRange;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.ModelConfig.Line;

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
    return switch (config.objective()) {
      case RF_DENOISER -> new Defaults(flow, "pingpong", 8, 1, apg, WHOLE_FLOW);
      case RECTIFIED_FLOW -> new Defaults(flow, "euler", 50, 7, apg, WHOLE_FLOW);
      case V ->
          new Defaults(SamplerFamily.V, "dpmpp-3m-sde", 100, 7, apg, new LevelRange(0.3, 500, 1));
    };
  }
}
