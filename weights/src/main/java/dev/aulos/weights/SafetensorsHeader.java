package dev.aulos.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.aulos.graph.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The header of a safetensors file: eight bytes of length, then JSON, then nothing but tensors.
///
/// Strict: every byte of the file belongs to exactly one tensor, no name occurs twice, and no field
/// is unknown.
final class SafetensorsHeader {
  static final String METADATA = "__metadata__";
  static final long MAX_BYTES = 100_000_000;
  private static final int MAX_RANK = 64;
  private static final int MAX_TENSORS = 1_000_000;

  private final Path file;
  private final JsonReader json;
  private final long dataStart;
  private final long fileSize;
  private final Map<String, FileTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private boolean metadataSeen;

  private SafetensorsHeader(Path file, String text, long dataStart, long fileSize) {
    this.file = file;
    this.dataStart = dataStart;
    this.fileSize = fileSize;
    json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
  }

  /// Reads and checks the header of a file.
  static SafetensorsHeader read(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size < 8) {
        throw WeightFormatException.in(
            file, "a safetensors file has at least 8 bytes, found " + size);
      }
      long length = FileBytes.read(channel, 0, 8).getLong();
      if (length < 2 || length > Math.min(MAX_BYTES, size - 8)) {
        throw WeightFormatException.at(
            file,
            0,
            String.format(
                "header of %s bytes, expected 2 to %d; is this a safetensors file?",
                Long.toUnsignedString(length), Math.min(MAX_BYTES, size - 8)));
      }
      var bytes = FileBytes.read(channel, 8, (int) length);
      var header = new SafetensorsHeader(file, decode(file, bytes), 8 + length, size);
      header.parse();
      return header;
    }
  }

  private static String decode(Path file, ByteBuffer bytes) throws WeightFormatException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      throw WeightFormatException.at(file, 8, "header is not UTF-8").causedBy(e);
    }
  }

  /// The tensors by name, in the order of the header.
  Map<String, FileTensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /// The entries of `__metadata__`.
  Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  private void parse() throws IOException {
    try {
      expect(JsonToken.BEGIN_OBJECT, "the header");
      json.beginObject();
      while (json.hasNext()) {
        var name = json.nextName();
        if (name.equals(METADATA)) {
          readMetadata();
        } else if (tensors.put(name, readTensor(name)) != null) {
          throw fault("tensor '" + name + "' occurs twice");
        }
        if (tensors.size() > MAX_TENSORS) {
          throw fault("more than " + MAX_TENSORS + " tensors");
        }
      }
      json.endObject();
      expect(JsonToken.END_DOCUMENT, "the end of the header");
    } catch (MalformedJsonException | EOFException e) {
      throw fault("header is not JSON: " + e.getMessage()).causedBy(e);
    }
    checkCover();
  }

  private void readMetadata() throws IOException {
    if (metadataSeen) {
      throw fault("'" + METADATA + "' occurs twice");
    }
    metadataSeen = true;
    expect(JsonToken.BEGIN_OBJECT, METADATA);
    json.beginObject();
    while (json.hasNext()) {
      var key = json.nextName();
      expect(JsonToken.STRING, METADATA + " '" + key + "'");
      if (metadata.put(key, json.nextString()) != null) {
        throw fault(METADATA + " '" + key + "' occurs twice");
      }
    }
    json.endObject();
  }

  private FileTensor readTensor(String name) throws IOException {
    @Nullable String type = null;
    @Nullable List<Long> shape = null;
    @Nullable List<Long> offsets = null;
    expect(JsonToken.BEGIN_OBJECT, "tensor '" + name + "'");
    json.beginObject();
    while (json.hasNext()) {
      var field = json.nextName();
      boolean repeated =
          switch (field) {
            case "dtype" -> type != null;
            case "shape" -> shape != null;
            case "data_offsets" -> offsets != null;
            default -> throw fault("tensor '" + name + "' has the unknown field '" + field + "'");
          };
      if (repeated) {
        throw fault("tensor '" + name + "' has '" + field + "' twice");
      }
      switch (field) {
        case "dtype" -> type = readString("dtype of '" + name + "'");
        case "shape" -> shape = readNumbers("shape of '" + name + "'");
        default -> offsets = readNumbers("data_offsets of '" + name + "'");
      }
    }
    json.endObject();
    if (type == null || shape == null || offsets == null) {
      throw fault("tensor '" + name + "' needs dtype, shape and data_offsets");
    }
    return tensor(name, type, Extents.toArray(shape), offsets);
  }

  private FileTensor tensor(String name, String type, long[] shape, List<Long> offsets)
      throws WeightFormatException {
    if (offsets.size() != 2) {
      throw fault("tensor '" + name + "' has " + offsets.size() + " data_offsets, expected 2");
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (begin > end || end > fileSize - dataStart) {
      throw fault(
          String.format(
              "tensor '%s' lies at %d to %d of %d bytes of data",
              name, begin, end, fileSize - dataStart));
    }
    long expected = bytes(name, type, shape);
    if (end - begin != expected) {
      throw WeightFormatException.at(
          file,
          dataStart + begin,
          String.format(
              "tensor '%s' of type %s and shape %s takes %d bytes, found %d",
              name, type, Arrays.toString(shape), expected, end - begin));
    }
    return new FileTensor(name, type, shape, new FileRegion(file, dataStart + begin, end - begin));
  }

  private long bytes(String name, String type, long[] shape) throws WeightFormatException {
    int bits =
        SafetensorsTypes.bits(type)
            .orElseThrow(
                () -> fault("tensor '" + name + "' is of the unknown type '" + type + "'"));
    long elements = Extents.elements(shape);
    if (elements == Extents.INVALID || elements > Long.MAX_VALUE / bits) {
      throw fault("tensor '" + name + "' has the shape " + Arrays.toString(shape));
    }
    if (elements * bits % 8 != 0) {
      throw fault("tensor '" + name + "' of type " + type + " does not end at a whole byte");
    }
    return elements * bits / 8;
  }

  /// Every byte of data belongs to one tensor: no gap, no overlap, nothing behind the last.
  private void checkCover() throws WeightFormatException {
    var regions = new ArrayList<FileRegion>();
    for (var tensor : tensors.values()) {
      regions.add(tensor.region().orElseThrow());
    }
    regions.sort((a, b) ->
        a.offset() != b.offset()
            ? Long.compare(a.offset(), b.offset())
            : Long.compare(a.length(), b.length()));
    long at = dataStart;
    for (var region : regions) {
      if (region.offset() != at) {
        throw WeightFormatException.at(
            file,
            at,
            region.offset() > at
                ? "no tensor claims the bytes up to " + region.offset()
                : "two tensors claim the bytes from " + region.offset());
      }
      at += region.length();
    }
    if (at != fileSize) {
      throw WeightFormatException.at(
          file, at, "no tensor claims the bytes up to the file's end at " + fileSize);
    }
  }

  private String readString(String what) throws IOException {
    expect(JsonToken.STRING, what);
    return json.nextString();
  }

  private List<Long> readNumbers(String what) throws IOException {
    var numbers = new ArrayList<Long>();
    expect(JsonToken.BEGIN_ARRAY, what);
    json.beginArray();
    while (json.hasNext()) {
      expect(JsonToken.NUMBER, what);
      numbers.add(natural(what, json.nextString()));
      if (numbers.size() > MAX_RANK) {
        throw fault(what + " has more than " + MAX_RANK + " numbers");
      }
    }
    json.endArray();
    return numbers;
  }

  private long natural(String what, String digits) throws WeightFormatException {
    try {
      long value = Long.parseLong(digits);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw fault(what + " has " + digits + ", expected a whole number").causedBy(e);
    }
    throw fault(what + " has " + digits + ", expected a number that is not negative");
  }

  private void expect(JsonToken wanted, String what) throws IOException {
    var found = json.peek();
    if (found != wanted) {
      throw fault(what + ": expected " + wanted + ", found " + found);
    }
  }

  private WeightFormatException fault(String fault) {
    return WeightFormatException.at(file, 8, fault);
  }
}
