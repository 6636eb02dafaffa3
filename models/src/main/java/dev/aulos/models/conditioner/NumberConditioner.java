package dev.aulos.models.conditioner;

import dev.aulos.graph.Graph;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.models.Conditioner;
import dev.aulos.models.nn.Probe;
import java.util.Map;

/// A network that turns a number in 0…1 into a vector.
public sealed interface NumberConditioner permits NumberEmbedding, ExpoEmbedding {
  /// The network that a model's configuration describes; in a full checkpoint the scope is
  /// `conditioner.conditioners.<id>`.
  static NumberConditioner of(Scope w, Conditioner.Quantity quantity, int width) {
    return switch (quantity.features()) {
      case LEARNED -> NumberEmbedding.of(w, width);
      case EXPO -> ExpoEmbedding.of(w, width, ExpoFourier.PUBLISHED);
    };
  }

  /// The graph: [#inputs] → `embedding` (b, width).
  Graph graph(Probe probe);

  /// What the graph is given for numbers already brought to 0…1, one of each item.
  Map<String, NdArray> inputs(float... numbers);
}
