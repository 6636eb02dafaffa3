/// Graphs as ONNX models, and the ONNX Runtime backend: the only door to native code.
@org.jspecify.annotations.NullMarked
module dev.aulos.onnx {
  requires static transitive org.jspecify;
  requires transitive dev.aulos.graph;
  requires com.google.gson;
  requires com.microsoft.onnxruntime;

  exports dev.aulos.onnx;

  provides dev.aulos.graph.BackendProvider with
      dev.aulos.onnx.OrtBackendProvider;
}
