package dev.aulos.cli;

import java.time.Duration;
import java.util.OptionalLong;

/// The line that shows how far a download is: how much, how fast, how long it will take.
final class LoadStatus implements AutoCloseable {
  private final Status status = new Status(false);
  private final String name;
  private final OptionalLong size;
  private final long from;
  private final long start = System.nanoTime();

  LoadStatus(String name, OptionalLong size, long from) {
    this.name = name.substring(name.lastIndexOf('/') + 1);
    this.size = size;
    this.from = from;
  }

  /// Shows that so many bytes are there.
  void at(long bytes) {
    double rate = Math.max(0, bytes - from) * 1e9 / (System.nanoTime() - start);
    var tail = Bytes.text(bytes) + "  " + Bytes.text((long) rate) + "/s";
    if (size.isEmpty() || size.getAsLong() == 0) {
      status.show(name, 0, tail);
      return;
    }
    long whole = size.getAsLong();
    if (rate > 0) {
      tail +=
          "  " + Status.clock(Duration.ofMillis((long) ((whole - bytes) * 1e3 / rate))) + " left";
    }
    status.show(name, (double) bytes / whole, tail);
  }

  @Override
  public void close() {
    status.close();
  }
}
