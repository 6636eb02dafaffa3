package dev.aulos.weights;

import com.google.gson.stream.JsonWriter;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A safetensors file to be: what goes into it, then [#write].
///
/// The same content makes the same bytes: tensors lie by falling element size, then by name, so
/// that each is aligned. A file appears whole or not at all.
public final class SafetensorsWriter {
  private static final int HEADER_ALIGNMENT = 8;

  /// A tensor to be written; its values are asked for when its turn comes.
  private record Entry(String name, DType type, long[] shape, Supplier<NdArray> values) {
    long bytes() {
      return Extents.bytes(shape, type.bytes());
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  /// A file with nothing in it yet.
  public SafetensorsWriter() {}

  /// Adds a note to `__metadata__`.
  public SafetensorsWriter note(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /// Adds a tensor.
  ///
  /// @throws IllegalArgumentException if there is one of this name already
  public SafetensorsWriter add(String name, NdArray array) {
    return add(name, array.type(), array.shape(), () -> array);
  }

  /// Adds a tensor whose values are asked for only when they are written, and not kept.
  ///
  /// @throws IllegalArgumentException if there is one of this name already
  public SafetensorsWriter add(String name, DType type, long[] shape, Supplier<NdArray> values) {
    if (name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be named " + name);
    }
    if (Extents.bytes(shape, type.bytes()) == Extents.INVALID) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' cannot have the shape " + Arrays.toString(shape));
    }
    if (entries.putIfAbsent(name, new Entry(name, type, shape.clone(), values)) != null) {
      throw new IllegalArgumentException("tensor '" + name + "' is there already");
    }
    return this;
  }

  /// Adds all of some weights, in their stored types.
  public SafetensorsWriter addAll(Weights weights) {
    for (var path : weights.paths()) {
      add(path, weights.type(path), weights.shape(path), () -> weights.get(path));
    }
    return this;
  }

  /// Writes the file beside its place, then moves it there.
  public void write(Path file) throws IOException {
    var place = file.toAbsolutePath();
    var folder = place.getParent();
    if (folder == null || Files.isDirectory(place)) {
      throw new IllegalArgumentException(file + " is a folder, expected a file to write");
    }
    var draft = draft(folder, place);
    try {
      writeDraft(draft);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path draft(Path folder, Path place) {
    var unique = Long.toHexString(System.nanoTime());
    return folder.resolve("." + place.getFileName() + "." + unique + ".tmp");
  }

  private void writeDraft(Path draft) throws IOException {
    var order = new ArrayList<>(entries.values());
    order.sort(Comparator.comparingInt((Entry e) -> -e.type.bytes()).thenComparing(e -> e.name));
    try (var channel =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(channel, header(order));
      for (var entry : order) {
        writeAll(channel, values(entry));
      }
      channel.force(true);
    }
  }

  private static ByteBuffer values(Entry entry) {
    var array = entry.values.get();
    if (array.type() != entry.type || !Arrays.equals(array.shape(), entry.shape)) {
      throw new IllegalArgumentException(
          String.format(
              "tensor '%s' was announced as %s%s, but is %s",
              entry.name, entry.type, Arrays.toString(entry.shape), array));
    }
    return array.bytes();
  }

  private ByteBuffer header(List<Entry> order) throws IOException {
    var text = new StringWriter();
    try (var json = new JsonWriter(text)) {
      json.setHtmlSafe(false);
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(SafetensorsHeader.METADATA).beginObject();
        for (var note : metadata.entrySet()) {
          json.name(note.getKey()).value(note.getValue());
        }
        json.endObject();
      }
      long offset = 0;
      for (var entry : order) {
        writeEntry(json, entry, offset);
        offset = Math.addExact(offset, entry.bytes());
      }
      json.endObject();
    }
    return padded(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void writeEntry(JsonWriter json, Entry entry, long offset) throws IOException {
    json.name(entry.name).beginObject();
    json.name("dtype").value(entry.type.name());
    json.name("shape").beginArray();
    for (long extent : entry.shape) {
      json.value(extent);
    }
    json.endArray();
    json.name("data_offsets").beginArray();
    json.value(offset).value(offset + entry.bytes());
    json.endArray().endObject();
  }

  private static ByteBuffer padded(byte[] json) {
    int length = (json.length + HEADER_ALIGNMENT - 1) / HEADER_ALIGNMENT * HEADER_ALIGNMENT;
    if (length > SafetensorsHeader.MAX_BYTES) {
      throw new IllegalStateException("a header of " + length + " bytes is too long");
    }
    var header = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(length).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    FileBytes.window(header, 0, header.capacity());
    return header;
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
