package dev.aulos.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Runs independent tiles, so many at once.
final class Tiles implements AutoCloseable {
  private final int atOnce;
  private final ExecutorService others;

  Tiles(int atOnce) {
    this.atOnce = atOnce;
    others =
        Executors.newFixedThreadPool(
            Math.max(1, atOnce - 1), // threads start when there is something to run
            task -> {
              var thread = new Thread(task, "aulos-tiles");
              thread.setDaemon(true);
              return thread;
            });
  }

  int atOnce() {
    return atOnce;
  }

  /// Runs all tasks, the first of them on this thread, and waits for their end.
  void run(List<Runnable> tasks) {
    var running = new ArrayList<Future<?>>();
    tasks.subList(1, tasks.size()).forEach(task -> running.add(others.submit(task)));
    RuntimeException failure = null;
    try {
      tasks.get(0).run();
    } catch (RuntimeException e) {
      failure = e;
    }
    for (var future : running) {
      var other = failureOf(future);
      failure = failure == null ? other : failure;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable RuntimeException failureOf(Future<?> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true; // buffers are in use until the tile ends
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            return cause;
          }
          return new IllegalStateException("a tile failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
