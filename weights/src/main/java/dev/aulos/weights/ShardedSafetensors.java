package dev.aulos.weights;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.aulos.graph.Weights;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The index of several safetensors files: which tensor lies in which file beside it.
final class ShardedSafetensors {
  private static final String MAP = "weight_map";
  private static final long MAX_BYTES = 100_000_000;

  private final Path index;
  private final Map<String, String> fileOf = new LinkedHashMap<>();

  private ShardedSafetensors(Path index) {
    this.index = index;
  }

  /// Opens every file that the index names, and checks that each has just what the index says.
  static Weights open(Path index) throws IOException {
    if (Files.size(index) > MAX_BYTES) {
      throw WeightFormatException.in(index, "more than " + MAX_BYTES + " bytes for an index");
    }
    var shards = new ShardedSafetensors(index);
    shards.parse();
    return shards.openAll();
  }

  private void parse() throws IOException {
    try (var json = new JsonReader(Files.newBufferedReader(index, StandardCharsets.UTF_8))) {
      json.setStrictness(Strictness.STRICT);
      expect(json, JsonToken.BEGIN_OBJECT, "the index");
      json.beginObject();
      boolean seen = false;
      while (json.hasNext()) {
        if (!json.nextName().equals(MAP)) {
          json.skipValue();
          continue;
        }
        if (seen) {
          throw WeightFormatException.in(index, "'" + MAP + "' occurs twice");
        }
        seen = true;
        parseMap(json);
      }
      json.endObject();
      expect(json, JsonToken.END_DOCUMENT, "the end of the index");
      if (!seen) {
        throw WeightFormatException.in(index, "has no '" + MAP + "'");
      }
    } catch (MalformedJsonException | EOFException | CharacterCodingException e) {
      throw WeightFormatException.in(index, "is not JSON: " + e.getMessage()).causedBy(e);
    }
  }

  private void parseMap(JsonReader json) throws IOException {
    expect(json, JsonToken.BEGIN_OBJECT, MAP);
    json.beginObject();
    while (json.hasNext()) {
      var tensor = json.nextName();
      expect(json, JsonToken.STRING, "the file of '" + tensor + "'");
      var file = json.nextString();
      if (!file.endsWith(".safetensors") || file.indexOf('/') >= 0 || file.indexOf('\\') >= 0) {
        throw WeightFormatException.in(
            index, "'" + tensor + "' is in '" + file + "', expected a safetensors file beside it");
      }
      if (fileOf.put(tensor, file) != null) {
        throw WeightFormatException.in(index, "'" + tensor + "' occurs twice");
      }
    }
    json.endObject();
  }

  private Weights openAll() throws IOException {
    var files = new LinkedHashMap<String, Safetensors>();
    var owners = new LinkedHashMap<String, Weights>();
    for (var entry : fileOf.entrySet()) {
      var name = entry.getValue();
      var file = files.get(name);
      if (file == null) {
        file = Safetensors.open(index.resolveSibling(name));
        files.put(name, file);
      }
      if (!file.paths().contains(entry.getKey())) {
        throw WeightFormatException.in(
            index, "'" + entry.getKey() + "' is not in '" + entry.getValue() + "'");
      }
      owners.put(entry.getKey(), file);
    }
    for (var file : files.entrySet()) {
      checkNothingElse(file.getKey(), file.getValue());
    }
    return new Owned(owners);
  }

  private void checkNothingElse(String name, Safetensors file) throws WeightFormatException {
    for (var path : file.paths()) {
      if (!name.equals(fileOf.get(path))) {
        throw WeightFormatException.in(
            index, "'" + name + "' has the tensor '" + path + "', which is not said to be there");
      }
    }
  }

  private void expect(JsonReader json, JsonToken wanted, String what) throws IOException {
    var found = json.peek();
    if (found != wanted) {
      throw WeightFormatException.in(index, what + ": expected " + wanted + ", found " + found);
    }
  }
}
