package dev.aulos.train.data;

import dev.aulos.graph.Cancellation;
import java.util.function.Consumer;

/// A passage over many files: whom to tell of it, and who may stop it.
record Passage(Consumer<DataProgress> listener, Cancellation cancellation) {
  /// Tells that a file is next.
  ///
  /// @throws java.util.concurrent.CancellationException if it is to stop
  void next(DataProgress.Stage stage, int done, int total, String name) {
    cancellation.check();
    listener.accept(new DataProgress(stage, done, total, name));
  }
}
