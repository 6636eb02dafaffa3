package dev.aulos.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A safetensors file of reference values, read whole by the plainest reader that works.
public final class GoldenFile implements Weights {
  private final Path path;
  private final Map<String, NdArray> arrays;

  private GoldenFile(Path path, Map<String, NdArray> arrays) {
    this.path = path;
    this.arrays = arrays;
  }

  /// Reads every tensor of the file.
  public static GoldenFile read(Path path) {
    try (var channel = FileChannel.open(path)) {
      var all = ByteBuffer.allocateDirect((int) channel.size()).order(ByteOrder.LITTLE_ENDIAN);
      while (all.hasRemaining() && channel.read(all) >= 0) {
        // keep reading
      }
      all.flip();
      int headerSize = (int) all.getLong();
      var header = new byte[headerSize];
      all.get(header);
      var json = JsonParser.parseString(new String(header, StandardCharsets.UTF_8));
      return new GoldenFile(path, arrays(json.getAsJsonObject(), all, 8 + headerSize));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, NdArray> arrays(JsonObject header, ByteBuffer all, int start) {
    var arrays = new LinkedHashMap<String, NdArray>();
    for (var entry : header.entrySet()) {
      if (entry.getKey().equals("__metadata__")) {
        continue;
      }
      var tensor = entry.getValue().getAsJsonObject();
      var offsets = tensor.getAsJsonArray("data_offsets");
      var bytes = all.duplicate();
      bytes.limit(start + offsets.get(1).getAsInt()).position(start + offsets.get(0).getAsInt());
      var dims = tensor.getAsJsonArray("shape").asList();
      var shape = dims.stream().mapToLong(d -> d.getAsLong()).toArray();
      var type = DType.valueOf(tensor.get("dtype").getAsString());
      arrays.put(entry.getKey(), NdArray.of(type, bytes, shape));
    }
    return arrays;
  }

  @Override
  public Set<String> paths() {
    return arrays.keySet();
  }

  /// Whether the file has this tensor.
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  @Override
  public NdArray get(String name) {
    var array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
    }
    return array;
  }

  @Override
  public long[] shape(String name) {
    return get(name).shape();
  }
}
