package dev.aulos.engine;

import dev.aulos.graph.Backend;
import dev.aulos.graph.BackendProvider;
import java.util.ServiceLoader;

/// The backend that is on the class or module path.
final class InstalledBackend {
  private InstalledBackend() {}

  /// Opens it.
  ///
  /// @throws IllegalStateException if there is none
  static Backend open(int threads) {
    for (var provider : ServiceLoader.load(BackendProvider.class)) {
      return provider.open(threads);
    }
    throw new IllegalStateException(
        "no backend is installed; add dev.aulos:aulos-onnx to the class or module path");
  }
}
