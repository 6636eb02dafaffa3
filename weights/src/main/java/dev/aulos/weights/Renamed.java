package dev.aulos.weights;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Weights under other names: those of the map, and no others.
record Renamed(Weights weights, Map<String, String> sources) implements Weights {
  Renamed {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  @Override
  public Set<String> paths() {
    return sources.keySet();
  }

  @Override
  public NdArray get(String path) {
    return weights.get(source(path));
  }

  @Override
  public long[] shape(String path) {
    return weights.shape(source(path));
  }

  @Override
  public DType type(String path) {
    return weights.type(source(path));
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return weights.region(source(path));
  }

  private String source(String path) {
    var source = sources.get(path);
    if (source == null) {
      throw new IllegalArgumentException(
          weights + " has no tensor '" + path + "'" + NearestName.hint(path, paths()));
    }
    return source;
  }

  @Override
  public String toString() {
    return weights.toString();
  }
}
