package dev.aulos.engine.codec;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The arrays of one coding, which every pass uses again: those of passes that are over would lie
/// outside the heap until it is full.
final class Workspace {
  private final Map<String, NdArray> arrays = new HashMap<>();

  /// The F32 array of a name: that of the pass before with what it held, or zeros if there was none
  /// of this shape.
  NdArray array(String name, long... shape) {
    var kept = arrays.get(name);
    if (kept == null || !Arrays.equals(kept.shape(), shape)) {
      kept = NdArray.zeros(DType.F32, shape);
      arrays.put(name, kept);
    }
    return kept;
  }
}
