package dev.aulos.engine.sampling;

/// Estimates of the data from a network's output, in the terms of one interpolant.
interface DataPrediction {
  /// Estimates the data from the state before step `step`.
  void estimate(int step, float[] out);

  /// Half the logarithm of the signal-to-noise ratio at a level, up to a factor all levels share.
  double lambda(float level);
}
