package dev.aulos.onnx;

import dev.aulos.graph.DType;
import dev.aulos.graph.FileRegion;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Shape;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// Weights held in arrays, or mapped from a file they were written to.
final class StoredWeights implements Weights {
  private final Map<String, NdArray> arrays = new LinkedHashMap<>();
  private final Map<String, FileRegion> regions = new LinkedHashMap<>();

  static StoredWeights of(Map<String, NdArray> arrays) {
    var weights = new StoredWeights();
    weights.arrays.putAll(arrays);
    return weights;
  }

  /// Small random F32 parameters, written to `file` unless it is there, and mapped from it.
  static StoredWeights random(Path file, Map<String, Shape> shapes) throws IOException {
    var stored = new StoredWeights();
    long offset = 0;
    for (var entry : shapes.entrySet()) {
      var shape = entry.getValue().fixed();
      long length = 4 * Arrays.stream(shape).reduce(1, Math::multiplyExact);
      stored.regions.put(entry.getKey(), new FileRegion(file, offset, length));
      offset += length;
    }
    if (!Files.exists(file) || Files.size(file) != offset) {
      fill(file, offset);
    }
    try (var channel = FileChannel.open(file)) {
      for (var entry : stored.regions.entrySet()) {
        var region = entry.getValue();
        var mapped = channel.map(MapMode.READ_ONLY, region.offset(), region.length());
        var shape = shapes.get(entry.getKey()).fixed();
        stored.arrays.put(entry.getKey(), NdArray.of(DType.F32, mapped, shape));
      }
    }
    return stored;
  }

  private static void fill(Path file, long length) throws IOException {
    var chunk = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    var random = new SplittableRandom(1);
    try (var out = Files.newOutputStream(file)) {
      for (long left = length; left > 0; left -= chunk.limit()) {
        chunk.clear().limit((int) Math.min(left, chunk.capacity()));
        while (chunk.hasRemaining()) {
          chunk.putFloat(random.nextInt(-1000, 1000) * 5e-5f);
        }
        out.write(chunk.array(), 0, chunk.limit());
      }
    }
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
