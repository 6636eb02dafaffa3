package dev.aulos.engine.codec;

import java.nio.FloatBuffer;

/// Someone who takes decoded sound as it is made, front to back.
public interface AudioSink {
  /// Takes the next `frames` samples of every channel: channel after channel, `frames` each. They
  /// are there during the call only.
  void accept(FloatBuffer samples, int frames);
}
