package dev.aulos.train;

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
    var told =
        config.expoTimes()
            ? Tensor.input(name + FEATURES, Shape.of(b, DitConfig.TIME_FEATURES))
            : values;
    return new DiffusionTimes(values, config.timeInput(), told);
  }

  static Map<String, NdArray> inputs(String name, float[] times, DitConfig config) {
    var inputs = new LinkedHashMap<String, NdArray>();
    inputs.put(name, NdArray.of(times, times.length));
    if (config.expoTimes()) {
      inputs.put(name + FEATURES, ExpoFourier.PUBLISHED.rows(times));
    }
    return inputs;
  }

  /// The times of each item beside values (b, c, t): (b, 1, 1).
  public Tensor perItem() {
    return values.reshape(values.dim(0).fixed(), 1, 1);
  }
}
