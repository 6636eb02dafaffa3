package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Weights as a table of stored tensors, in the order of the file.
final class TensorTable implements Weights {
  private final String source;
  private final Map<String, ? extends StoredTensor> tensors;

  /// A table whose faults are reported as faults of `source`.
  TensorTable(String source, Map<String, ? extends StoredTensor> tensors) {
    this.source = source;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  @Override
  public Set<String> paths() {
    return tensors.keySet();
  }

  @Override
  public long[] shape(String path) {
    return tensor(path).shape();
  }

  @Override
  public DType type(String path) {
    try {
      return tensor(path).type();
    } catch (WeightFormatException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public NdArray get(String path) {
    try {
      return tensor(path).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return tensor(path).region();
  }

  private StoredTensor tensor(String path) {
    var tensor = tensors.get(path);
    if (tensor == null) {
      throw new IllegalArgumentException(
          source + " has no tensor '" + path + "'" + NearestName.hint(path, tensors.keySet()));
    }
    return tensor;
  }

  @Override
  public String toString() {
    return source;
  }
}
