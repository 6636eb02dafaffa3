package dev.aulos.engine.adapters;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.Optional;
import java.util.Set;

/// A stack's weights at one noise level. What no adapter changes is the base's own, mapped file and
/// all.
///
/// @param keep whether what was computed is kept
record AdaptedWeights(AdapterStack stack, double level, boolean keep) implements Weights {
  @Override
  public Set<String> paths() {
    return stack.base().paths();
  }

  @Override
  public NdArray get(String path) {
    return stack.get(path, level, keep);
  }

  @Override
  public long[] shape(String path) {
    return stack.base().shape(path);
  }

  @Override
  public DType type(String path) {
    return stack.base().type(path);
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return stack.changes(path, level) ? Optional.empty() : stack.base().region(path);
  }

  @Override
  public String toString() {
    return stack.base() + " with adapters";
  }
}
