package dev.aulos.engine.codec;

import dev.aulos.graph.Cancellation;
import dev.aulos.models.oobleck.Span;
import java.nio.FloatBuffer;

/// Channels over time that can be read span by span, front to back: each span starts no earlier
/// than the one before.
interface Signal {
  int channels();

  /// Positions in time.
  long length();

  /// Writes the span into `target`, channel after channel.
  void read(Span span, FloatBuffer target, Cancellation cancellation);
}
