package dev.aulos.engine;

import dev.aulos.engine.sampling.LevelRange;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.models.Objective;

/// How models of an objective are sampled unless the request says otherwise, as their authors
/// recommend.
record Defaults(
    SamplerFamily family, String sampler, int steps, double guidanceScale, LevelRange range) {
  static Defaults of(Objective objective) {
    return switch (objective) {
      case RF_DENOISER ->
          new Defaults(SamplerFamily.FLOW, "pingpong", 8, 1, new LevelRange(0, 1, 1));
      case RECTIFIED_FLOW ->
          new Defaults(SamplerFamily.FLOW, "euler", 50, 7, new LevelRange(0, 1, 1));
      case V -> new Defaults(SamplerFamily.V, "dpmpp-3m-sde", 100, 7, new LevelRange(0.3, 500, 1));
    };
  }
}
