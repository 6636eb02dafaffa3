package dev.aulos.train;

import dev.aulos.graph.Dim;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Tensor;
import java.util.Map;

/// What the transformer of a flow model is told of a batch.
///
/// @param text the rows of the texts, (b, maxTokens, width)
/// @param duration (b, width)
/// @param given (b, 1, 1), 0 for items whose text and duration are withheld
/// @param local what each frame is told, (b, frames, localWidth)
/// @param valid (b, n), 1 for memory tokens and sound, 0 for padding
public record FlowCondition(
    Tensor text, Tensor duration, Tensor given, Tensor local, Tensor valid) {
  /// The same with the texts rolled by one: each item has that of the item before it, the first one
  /// that of the last.
  public FlowCondition rolled() {
    var b = text.dim(0);
    var last = text.slice(0, b.plus(-1), b);
    var others = text.slice(0, Dim.of(0), b.plus(-1));
    return new FlowCondition(Tensor.concat(0, last, others), duration, given, local, valid);
  }

  /// The same with the texts and the durations withheld from all items.
  public FlowCondition withheld() {
    return new FlowCondition(text, duration, given.mul(0), local, valid);
  }

  /// The rows of text and the duration, (b, maxTokens + 1, width).
  private Tensor cross() {
    var row = duration.reshape(Shape.of(duration.dim(0), Dim.of(1), duration.dim(1)));
    return Tensor.concat(1, text, row).mul(given);
  }

  /// The inputs of a transformer that looks at `x` (b, channels, frames).
  ///
  /// @param timeFeatures of the diffusion times, (b, 256)
  public Map<String, Tensor> inputs(Tensor x, Tensor timeFeatures) {
    return Map.of(
        "x", x,
        "time_features", timeFeatures,
        "cross", cross(),
        "global", duration,
        "local", local,
        "valid", valid);
  }
}
