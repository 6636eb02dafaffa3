package dev.aulos.cli;

import dev.aulos.onnx.OrtBackend;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What Ctrl-C does: it cancels the work, and waits until all that was running has ended.
final class Interruption {
  private Interruption() {}

  /// Something that takes its time.
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /// Does the work; Ctrl-C meanwhile ends it.
  ///
  /// @param cancel ends the work, from another thread
  static <T, E extends Exception> T cancelling(Runnable cancel, Work<T, E> work) throws E {
    var ended = new CountDownLatch(1);
    var onInterrupt =
        new Thread(() -> {
          cancel.run();
          try {
            ended.await(2, TimeUnit.SECONDS);
            OrtBackend.awaitRest(Duration.ofSeconds(10));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      return work.run();
    } finally {
      ended.countDown();
      forget(onInterrupt);
    }
  }

  private static void forget(Thread onInterrupt) {
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException ending) {
      // the program is ending: the user pressed Ctrl-C
    }
  }
}
