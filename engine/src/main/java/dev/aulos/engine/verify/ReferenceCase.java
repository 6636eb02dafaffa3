package dev.aulos.engine.verify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.aulos.engine.files.JsonFile;
import dev.aulos.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// A folder with `case.json`, inputs, expected values, and the model that makes one of the other.
public final class ReferenceCase {
  private final Path folder;
  private final JsonObject json;

  private ReferenceCase(Path folder, JsonObject json) {
    this.folder = folder;
    this.json = json;
  }

  /// Every case below a folder, in the order of paths.
  public static List<ReferenceCase> below(Path root) throws IOException {
    List<Path> files;
    try (var all = Files.walk(root)) {
      files =
          all.filter(f -> f.endsWith("case.json"))
              .sorted(Comparator.comparing(Path::toString))
              .collect(Collectors.toList());
    }
    var cases = new ArrayList<ReferenceCase>();
    for (var file : files) {
      var json = JsonFile.read(file);
      if (!json.isJsonObject()) {
        throw new IOException(file + ": not a reference case: no JSON object");
      }
      var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      cases.add(new ReferenceCase(folder, json.getAsJsonObject()));
    }
    return cases;
  }

  /// The folder's name.
  public String name() {
    return folder.getFileName().toString();
  }

  /// What the case is about; empty if it does not say.
  public String kind() {
    return json.has("kind") ? json.get("kind").getAsString() : "";
  }

  /// One line on the content.
  public String title() {
    return json.has("title") ? json.get("title").getAsString() : name();
  }

  @Override
  public String toString() {
    return name();
  }

  JsonObject json() {
    return json;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  Path folder() {
    return folder;
  }

  JsonObject parameters() {
    return json.getAsJsonObject("parameters");
  }

  /// The objects of `parameters.<list>`; none if there is no such list.
  List<JsonObject> entries(String list) {
    var array = parameters().get(list);
    var entries = new ArrayList<JsonObject>();
    for (JsonElement e : array == null ? new JsonArray() : array.getAsJsonArray()) {
      entries.add(e.getAsJsonObject());
    }
    return entries;
  }

  Checkpoint weights(String file) throws IOException {
    return Checkpoint.open(file(file));
  }

  JsonElement config() throws IOException {
    return JsonFile.read(file("model_config.json"));
  }
}
