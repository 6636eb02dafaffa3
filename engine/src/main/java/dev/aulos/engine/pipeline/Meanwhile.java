package dev.aulos.engine.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Something that is opened on another thread, while this one opens something else.
///
/// @param <T> what it is
public final class Meanwhile<T> implements AutoCloseable {
  private final CompletableFuture<T> opening;
  private final Consumer<T> discard;
  private boolean isTaken;

  private Meanwhile(CompletableFuture<T> opening, Consumer<T> discard) {
    this.opening = opening;
    this.discard = discard;
  }

  /// Begins to open it.
  ///
  /// @param discard closes it if nobody takes it
  public static <T> Meanwhile<T> opening(Supplier<T> source, Consumer<T> discard) {
    return new Meanwhile<>(CompletableFuture.supplyAsync(source), discard);
  }

  /// Waits for it; the caller closes it from now on. Throws what opening it threw.
  public T take() {
    isTaken = true;
    try {
      return opening.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// Discards what nobody has taken, once it is open.
  @Override
  public void close() {
    if (isTaken) {
      return;
    }
    isTaken = true;
    try {
      discard.accept(opening.join());
    } catch (CompletionException e) {
      return; // it did not open, and what this thread failed at is what the user is told
    }
  }
}
