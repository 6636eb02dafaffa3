package dev.aulos.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/// A request to stop, made from any thread and honoured by whatever is running.
public final class Cancellation {
  private final List<Runnable> listeners = new ArrayList<>();
  private volatile boolean cancelled;

  private Cancellation() {}

  /// A new cancellation, not requested yet.
  public static Cancellation create() {
    return new Cancellation();
  }

  /// A cancellation nobody will request.
  public static Cancellation none() {
    return new Cancellation();
  }

  /// Requests the stop. Further calls change nothing.
  public void cancel() {
    List<Runnable> toTell;
    synchronized (listeners) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      toTell = new ArrayList<>(listeners);
    }
    toTell.forEach(Runnable::run);
  }

  /// Whether the stop was requested.
  public boolean isCancelled() {
    return cancelled;
  }

  /// Throws if the stop was requested.
  ///
  /// @throws CancellationException if so
  public void check() {
    if (cancelled) {
      throw new CancellationException("cancelled");
    }
  }

  /// Has `listener` run once at the request, at once if it was made already, until the returned
  /// registration is closed. The listener runs on the cancelling thread and must be quick.
  public Registration onCancel(Runnable listener) {
    boolean now;
    synchronized (listeners) {
      now = cancelled;
      if (!now) {
        listeners.add(listener);
      }
    }
    if (now) {
      listener.run();
    }
    return () -> {
      synchronized (listeners) {
        listeners.remove(listener);
      }
    };
  }

  /// A listener's place in a cancellation; closing it removes the listener.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
