package dev.aulos.cli.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a stream that brings nothing for too long, so that a read from it ends.
final class StallGuard implements AutoCloseable {
  private final InputStream in;
  private final long most;
  private final Thread thread;
  private volatile long last = System.nanoTime();

  StallGuard(InputStream in, Duration most) {
    this.in = in;
    this.most = most.toNanos();
    thread = Thread.ofVirtual().start(this::watch);
  }

  /// Says that something came.
  void moved() {
    last = System.nanoTime();
  }

  private void watch() {
    try {
      while (System.nanoTime() - last < most) {
        Thread.sleep(Math.max(1, most / 4_000_000));
      }
      in.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // it is closed all the same
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
