package dev.aulos.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Set;

/// One run of a session, which can be told to stop from any thread and at any time: it ends before
/// its next node.
final class Run implements AutoCloseable {
  private final OrtSession.RunOptions settings = new OrtSession.RunOptions();
  private boolean over;

  Run() throws OrtException {}

  void on(OrtSession session, Tensors in, Tensors out) throws OrtException {
    session.run(in.byName(), Set.of(), out.byName(), settings).close();
  }

  synchronized void terminate() {
    if (over) {
      return;
    }
    try {
      settings.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException("cannot stop the run: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() {
    over = true;
    settings.close();
  }
}
