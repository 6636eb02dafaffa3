package dev.aulos.onnx;

import dev.aulos.graph.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// All runs of this process. ONNX Runtime ends a run between two nodes only, and one product of
/// large matrices takes seconds; so runs have threads of their own, and whoever waits for one that
/// is cancelled does not wait for the node. The run keeps what it holds until its end.
final class Runs {
  private static final long GRACE_MILLIS = 100; // in which most cancelled runs end
  private static final Object CHANGE = new Object();

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "aulos-run");
        thread.setDaemon(true);
        return thread;
      });

  private static int inProgress;

  private Runs() {}

  /// Does the work on a thread of its own and waits for its end.
  ///
  /// @return whether it ended; false if it was cancelled and still goes on
  static boolean await(Runnable work, Cancellation cancellation) {
    count(1);
    var done = CompletableFuture.runAsync(() -> counted(work), THREADS);
    var cancelled = new CompletableFuture<Void>();
    var registration = cancellation.onCancel(() -> cancelled.complete(null));
    try (registration) {
      CompletableFuture.anyOf(done.handle((unused, failure) -> true), cancelled).join();
      boolean goesOn = cancelled.isDone() && !done.isDone();
      return goesOn ? endedSoon(done) : ended(done);
    }
  }

  private static void counted(Runnable work) {
    try {
      work.run();
    } finally {
      count(-1);
    }
  }

  private static boolean ended(CompletableFuture<Void> done) {
    try {
      done.join();
      return true;
    } catch (CompletionException e) {
      throw unchecked(e);
    }
  }

  private static boolean endedSoon(CompletableFuture<Void> done) {
    try {
      done.get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw unchecked(e);
    }
  }

  private static RuntimeException unchecked(Exception e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(e.getCause());
  }

  private static void count(int change) {
    synchronized (CHANGE) {
      inProgress += change;
      CHANGE.notifyAll();
    }
  }

  /// Waits until no run is in progress, for so long at most.
  ///
  /// @return whether none is
  static boolean awaitNone(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    synchronized (CHANGE) {
      for (long left = most.toNanos(); inProgress > 0 && left > 0; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(CHANGE, left);
      }
      return inProgress == 0;
    }
  }
}
