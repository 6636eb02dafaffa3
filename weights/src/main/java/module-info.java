/// Stored tensors: safetensors, torch checkpoints, NumPy files, and the names in them.
@org.jspecify.annotations.NullMarked
module dev.aulos.weights {
  requires static transitive org.jspecify;
  requires transitive dev.aulos.graph;
  requires com.google.gson;

  exports dev.aulos.weights;
}
