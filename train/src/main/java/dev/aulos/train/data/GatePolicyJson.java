package dev.aulos.train.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads policies strictly: a name that is not known is a fault, for it may be a forbidden licence
/// misspelt.
final class GatePolicyJson {
  private final Path file;
  private final String place;
  private final JsonObject object;

  private GatePolicyJson(Path file, String place, JsonObject object, Set<String> known)
      throws DatasetException {
    this.file = file;
    this.place = place;
    this.object = object;
    for (var name : object.keySet()) {
      if (!known.contains(name)) {
        throw fault(name, "is not known, expected one of " + new TreeSet<>(known));
      }
    }
  }

  static GatePolicy parse(Path file, JsonObject object) throws DatasetException {
    var all = Set.of("licences", "captions", "limits", "near_duplicates");
    var root = new GatePolicyJson(file, "", object, all);
    try {
      var captions = root.section("captions", Set.of("missing"));
      return new GatePolicy(
          licences(root.section("licences", Set.of("allowed", "forbidden", "missing"))),
          captions.choice("missing", "drop", "unconditional"),
          limits(root),
          sameness(root));
    } catch (IllegalArgumentException e) {
      throw new DatasetException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static LicencePolicy licences(GatePolicyJson section) throws DatasetException {
    return new LicencePolicy(
        section.texts("allowed", LicencePolicy.stated().allowed()),
        section.texts("forbidden", List.of()),
        section.choice("missing", "drop", "keep"));
  }

  private static SoundLimits limits(GatePolicyJson root) throws DatasetException {
    var usual = SoundLimits.usual();
    var known = Set.of("min_seconds", "max_seconds", "silence_db", "max_clipped_share");
    var section = root.section("limits", known);
    return new SoundLimits(
        section.number("min_seconds", usual.minSeconds()),
        section.number("max_seconds", usual.maxSeconds()),
        section.number("silence_db", usual.silenceDb()),
        section.number("max_clipped_share", usual.maxClippedShare()));
  }

  private static Optional<Sameness> sameness(GatePolicyJson root) throws DatasetException {
    var usual = Sameness.usual();
    var known = Set.of("drop", "share", "distance_db", "seconds");
    var section = root.section("near_duplicates", known);
    var sameness =
        new Sameness(
            section.number("share", usual.share()),
            section.number("distance_db", usual.distanceDb()),
            section.number("seconds", usual.seconds()));
    var drop = section.object.get("drop");
    if (drop == null) {
      return Optional.of(sameness);
    }
    if (drop instanceof JsonPrimitive value && value.isBoolean()) {
      return value.getAsBoolean() ? Optional.of(sameness) : Optional.empty();
    }
    throw section.fault("drop", "is " + drop + ", expected true or false");
  }

  private GatePolicyJson section(String name, Set<String> known) throws DatasetException {
    if (!object.has(name)) {
      return new GatePolicyJson(file, name + ".", new JsonObject(), known);
    }
    if (object.get(name) instanceof JsonObject section) {
      return new GatePolicyJson(file, name + ".", section, known);
    }
    throw fault(name, "is " + object.get(name) + ", expected an object");
  }

  private double number(String name, double otherwise) throws DatasetException {
    if (!object.has(name)) {
      return otherwise;
    }
    if (object.get(name) instanceof JsonPrimitive value && value.isNumber()) {
      return value.getAsDouble();
    }
    throw fault(name, "is " + object.get(name) + ", expected a number");
  }

  private List<String> texts(String name, List<String> otherwise) throws DatasetException {
    if (!object.has(name)) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    if (object.get(name) instanceof JsonArray array) {
      for (var one : array) {
        texts.add(text(name, one));
      }
      return texts;
    }
    throw fault(name, "is " + object.get(name) + ", expected a list of texts");
  }

  private String text(String name, JsonElement value) throws DatasetException {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw fault(name, "holds " + value + ", expected a text in quotes");
  }

  /// Whether the second of two words is said; the first if none is.
  private boolean choice(String name, String usual, String other) throws DatasetException {
    var word = object.has(name) ? text(name, object.get(name)) : usual;
    if (word.equals(usual) || word.equals(other)) {
      return word.equals(other);
    }
    throw fault(name, "is \"" + word + "\", expected \"" + usual + "\" or \"" + other + "\"");
  }

  private DatasetException fault(String name, String fault) {
    return new DatasetException(file, "'" + place + name + "' " + fault);
  }
}
