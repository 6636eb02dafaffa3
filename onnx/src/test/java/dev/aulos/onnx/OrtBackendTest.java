package dev.aulos.onnx;

import dev.aulos.graph.Backend;
import dev.aulos.testkit.BackendContract;

class OrtBackendTest extends BackendContract {
  private final OrtBackend backend = new OrtBackend();

  @Override
  protected Backend backend() {
    return backend;
  }
}
