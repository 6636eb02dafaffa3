package dev.aulos.models;

import dev.aulos.models.config.Section;

/// What the transformer predicts.
public enum Objective {
  /// `v = α·noise − σ·data` with α = cos(tπ/2), σ = sin(tπ/2).
  V("v"),
  /// The velocity `noise − data` of a straight path.
  RECTIFIED_FLOW("rectified_flow"),
  /// The same velocity, from a model post-trained for few steps.
  RF_DENOISER("rf_denoiser");

  private final String key;

  Objective(String key) {
    this.key = key;
  }

  /// The name in configurations.
  public String key() {
    return key;
  }

  /// Whether the model follows a straight path from noise to data.
  public boolean isFlow() {
    return this != V;
  }

  static Objective of(Section diffusion) {
    var name = diffusion.text("diffusion_objective", "v");
    for (var objective : values()) {
      if (objective.key.equals(name)) {
        return objective;
      }
    }
    diffusion.only("diffusion_objective", false, "supported: v, rectified_flow, rf_denoiser");
    throw new AssertionError(name);
  }
}
