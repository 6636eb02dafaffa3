package dev.aulos.onnx;

import dev.aulos.graph.Backend;
import dev.aulos.graph.BackendProvider;

/// Offers [OrtBackend] to whoever looks for a backend.
public final class OrtBackendProvider implements BackendProvider {
  /// A provider; it holds nothing.
  public OrtBackendProvider() {}

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public Backend open(int threads) {
    return new OrtBackend(OrtOptions.defaults().withThreads(threads));
  }
}
