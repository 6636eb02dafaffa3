package dev.aulos.train.tuning;

import dev.aulos.graph.DType;
import dev.aulos.graph.Half;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;

/// Writes an adapter's file in the published layout.
final class AdapterExport {
  /// The metadata entry that says what the adapter is.
  static final String CONFIG = "lora_config";

  private AdapterExport() {}

  /// @param factors by their names in files
  static void write(Path file, Adaptation adaptation, Weights factors) throws IOException {
    var writer = new SafetensorsWriter().note(CONFIG, adaptation.description());
    for (var key : factors.paths()) {
      var values = factors.get(key);
      writer.add(key, adaptation.stored() == DType.F16 ? halves(key, values) : values);
    }
    writer.write(file);
  }

  /// @throws IllegalStateException if a value is beyond F16's range
  private static NdArray halves(String key, NdArray values) {
    var halves = NdArray.zeros(DType.F16, values.shape());
    var out = halves.bytes();
    for (float value : values.toFloats()) {
      short half = Half.fromFloat(value);
      if (!Float.isFinite(Half.toFloat(half))) {
        throw new IllegalStateException(
            "'" + key + "' holds " + value + ", which F16 cannot; store the adapter as F32");
      }
      out.putShort(half);
    }
    return halves;
  }
}
