package dev.aulos.engine.conditioning;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;

/// A network that turns the tokens of a text into rows.
public interface TokenEncoder extends AutoCloseable {
  /// Channels of a row.
  int width();

  /// The network, for cost counts; its symbolic lengths are `batch` and `tokens`.
  Executable network();

  /// The rows of one text's tokens, of which there is at least one: (ids, width) in order.
  ///
  /// @throws IllegalArgumentException if an id is not in the vocabulary
  float[] rows(int[] ids, Cancellation cancellation);

  @Override
  void close();
}
