package dev.aulos.cli;

import java.time.Duration;

/// How long a stage of equal pieces will still take, from those done since it was first seen.
final class Pace {
  private String stage = "";
  private long first;
  private long start;

  /// The time left in words; nothing until two pieces are done.
  String left(String name, long done, long total) {
    long now = System.nanoTime();
    if (!name.equals(stage)) {
      stage = name;
      first = done;
      start = now;
    }
    return done - first < 2
        ? ""
        : Status.clock(Duration.ofNanos((now - start) / (done - first) * (total - done))) + " left";
  }
}
