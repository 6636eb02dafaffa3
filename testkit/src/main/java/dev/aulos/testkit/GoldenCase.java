package dev.aulos.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A folder of reference values: `case.json`, and the files it speaks of.
///
/// Cases are found by their `kind`, never by name, so that cases unseen by us run too.
public record GoldenCase(Path folder, JsonObject json) {
  /// The root of the reference cases: the folder named by the system property `golden.dir` if it
  /// exists, else the subset among the test resources of the calling module.
  public static Path root() {
    var named = Path.of(System.getProperty("golden.dir", "../shared/golden"));
    return Files.isDirectory(named) ? named : Path.of("src/test/resources/golden");
  }

  /// Whether the whole set is there, and not the committed subset alone.
  public static boolean isComplete() {
    return Files.isDirectory(Path.of(System.getProperty("golden.dir", "../shared/golden")));
  }

  /// Every case below [#root] of one of these kinds.
  public static List<GoldenCase> ofKind(String... kinds) {
    return all(root()).stream().filter(c -> Set.of(kinds).contains(c.kind())).toList();
  }

  /// Every case below a folder.
  public static List<GoldenCase> all(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      var cases = new ArrayList<GoldenCase>();
      for (var file :
          files
              .filter(f -> f.endsWith("case.json"))
              .sorted(Comparator.comparing(Path::toString))
              .toList()) {
        var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        cases.add(new GoldenCase(file.getParent(), json));
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the case is about; empty if it does not say.
  public String kind() {
    return json.has("kind") ? json.get("kind").getAsString() : "";
  }

  /// The folder's name.
  public String name() {
    return folder.getFileName().toString();
  }

  /// The object `parameters`.
  public JsonObject parameters() {
    return json.getAsJsonObject("parameters");
  }

  /// The array `parameters.<name>`; empty if absent.
  public JsonArray list(String name) {
    JsonElement list = parameters().get(name);
    return list == null ? new JsonArray() : list.getAsJsonArray();
  }

  /// A file of the case.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// A safetensors file of the case, read.
  public GoldenFile tensors(String name) {
    return GoldenFile.read(file(name));
  }

  /// The tolerance stated for a tensor; the wider `tol_abs_own_math` where one is stated and
  /// `ownMath` is set.
  public double tolerance(String tensor, boolean ownMath) {
    var entry = json.getAsJsonObject("tensors").getAsJsonObject(tensor);
    if (ownMath && entry.has("tol_abs_own_math")) {
      return entry.get("tol_abs_own_math").getAsDouble();
    }
    return entry.get("tol_abs").getAsDouble();
  }

  @Override
  public String toString() {
    return name();
  }
}
