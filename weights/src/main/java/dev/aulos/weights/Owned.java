package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Weights that for each name ask one of several others.
record Owned(Map<String, Weights> owners) implements Weights {
  Owned {
    owners = Collections.unmodifiableMap(new LinkedHashMap<>(owners));
  }

  @Override
  public Set<String> paths() {
    return owners.keySet();
  }

  @Override
  public NdArray get(String path) {
    return owner(path).get(path);
  }

  @Override
  public long[] shape(String path) {
    return owner(path).shape(path);
  }

  @Override
  public DType type(String path) {
    return owner(path).type(path);
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return owner(path).region(path);
  }

  private Weights owner(String path) {
    var owner = owners.get(path);
    if (owner == null) {
      throw new IllegalArgumentException(
          this + " have no tensor '" + path + "'" + NearestName.hint(path, paths()));
    }
    return owner;
  }

  @Override
  public String toString() {
    return new LinkedHashSet<>(owners.values()).toString();
  }
}
