package dev.aulos.onnx;

import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Weights held in arrays, or mapped from a file they were written to.
final class StoredWeights implements Weights {
  private final Map<String, NdArray> arrays = new LinkedHashMap<>();
  private final Map<String, FileRegion> regions = new LinkedHashMap<>();

  static StoredWeights of(Map<String, NdArray> arrays) {
    var weights = new StoredWeights();
    weights.arrays.putAll(arrays);
    return weights;
  }

  /// The same weights, written to `file` one after another, 4 bytes past a multiple of 8.
  StoredWeights in(Path file) throws IOException {
    var stored = new StoredWeights();
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long offset = 12;
      for (var entry : arrays.entrySet()) {
        var array = entry.getValue();
        long length = array.bytes().remaining();
        channel.write(array.bytes(), offset);
        var mapped = channel.map(MapMode.READ_ONLY, offset, length);
        stored.arrays.put(entry.getKey(), NdArray.of(array.type(), mapped, array.shape()));
        stored.regions.put(entry.getKey(), new FileRegion(file, offset, length));
        offset += (length + 7) / 8 * 8;
      }
    }
    return stored;
  }

  /// The same weights after their file was deleted.
  StoredWeights orphaned() throws IOException {
    for (var region : regions.values()) {
      Files.deleteIfExists(region.file());
    }
    return this;
  }

  @Override
  public Set<String> paths() {
    return arrays.keySet();
  }

  @Override
  public NdArray get(String path) {
    var array = arrays.get(path);
    if (array == null) {
      throw new IllegalArgumentException("no parameter " + path);
    }
    return array;
  }

  @Override
  public long[] shape(String path) {
    return get(path).shape();
  }

  @Override
  public Optional<FileRegion> region(String path) {
    return Optional.ofNullable(regions.get(path));
  }
}
