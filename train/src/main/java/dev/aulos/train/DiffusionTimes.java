package dev.aulos.train;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import dev.aulos.models.conditioner.ExpoFourier;
import dev.aulos.models.dit.DitConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/// Diffusion times of a batch, as losses and as transformers take them.
///
/// @param values (b), 0 for clean to 1 for noise alone
/// @param input what the transformer calls them
/// @param told what it is given: their Fourier features (b, 256), or the times themselves where it
///   makes features of its own
public record DiffusionTimes(Tensor values, String input, Tensor told) {
  private static final String FEATURES = "_features";

  /// The times that [#inputs] gives under the same name.
  static DiffusionTimes of(String name, int b, DitConfig config) {
    var values = Tensor.input(name, Shape.of(b));
    return config.expoTimes()
        ? new DiffusionTimes(
            values,
            "time_features",
            Tensor.input(name + FEATURES, Shape.of(b, DitConfig.TIME_FEATURES)))
        : new DiffusionTimes(values, "t", values);
  }

  static Map<String, NdArray> inputs(String name, float[] times, DitConfig config) {
    var inputs = new LinkedHashMap<String, NdArray>();
    inputs.put(name, NdArray.of(times, times.length));
    if (config.expoTimes()) {
      inputs.put(name + FEATURES, features(times));
    }
    return inputs;
  }

  private static NdArray features(float[] times) {
    var features = NdArray.zeros(DType.F32, times.length, ExpoFourier.PUBLISHED.size());
    var spread = features.floats();
    for (float time : times) {
      spread.put(ExpoFourier.PUBLISHED.of(time));
    }
    return features;
  }

  /// The times of each item beside values (b, c, t): (b, 1, 1).
  public Tensor perItem() {
    return values.reshape(values.dim(0).fixed(), 1, 1);
  }
}
