package dev.aulos.engine.diffusion;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.models.dit.DitConfig;
import java.nio.FloatBuffer;

/// The time as a step takes it: bare, or as the features that the model does not compute itself.
record TimeInput(DitConfig config) {
  String name() {
    return config.timeInput();
  }

  NdArray zeros(long items) {
    return config.expoTimes()
        ? NdArray.zeros(DType.F32, items, DitConfig.TIME_FEATURES)
        : NdArray.zeros(DType.F32, items);
  }

  /// Writes the time of the next item.
  void put(float time, FloatBuffer out) {
    if (config.expoTimes()) {
      out.put(ExpoFourier.PUBLISHED.of(time));
    } else {
      out.put(time);
    }
  }
}
