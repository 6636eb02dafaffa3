package dev.aulos.train.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// Manifests as text: JSON, an object a line.
final class ManifestText {
  private static final int VERSION = 1;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Path file;
  private final JsonText.Line line;

  private ManifestText(Path file, JsonText.Line line) {
    this.file = file;
    this.line = line;
  }

  static String of(Manifest manifest, Path file) {
    var head = new JsonObject();
    head.addProperty("manifest", VERSION);
    head.addProperty("content", manifest.content().name().toLowerCase(Locale.ROOT));
    head.addProperty("folder", seenFrom(file, manifest.folder()));
    var text = new StringBuilder(GSON.toJson(head)).append('\n');
    for (var entry : manifest.entries()) {
      text.append(GSON.toJson(object(entry))).append('\n');
    }
    return text.toString();
  }

  private static String seenFrom(Path file, Path folder) {
    var here = home(file);
    var there = folder.toAbsolutePath().normalize();
    boolean isReachable = Objects.equals(here.getRoot(), there.getRoot());
    var path = (isReachable ? here.relativize(there) : there).toString().replace('\\', '/');
    return path.isEmpty() ? "." : path;
  }

  private static Path home(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().normalize().getParent(), "file's folder");
  }

  private static JsonObject object(Manifest.Entry entry) {
    var object = new JsonObject();
    object.addProperty("path", entry.path());
    object.addProperty("sha256", entry.sha256());
    object.addProperty("seconds", entry.seconds());
    var captions = new JsonArray();
    entry.captions().forEach(captions::add);
    object.add("captions", captions);
    entry.licence().ifPresent(licence -> object.addProperty("licence", licence));
    entry.source().ifPresent(source -> object.addProperty("source", source));
    entry
        .fingerprint()
        .ifPresent(summary -> {
          var print = new JsonObject();
          print.addProperty("landmarks", summary.landmarks());
          print.addProperty("digest", summary.digest());
          object.add("fingerprint", print);
        });
    return object;
  }

  static Manifest read(Path file) throws IOException {
    var lines = JsonText.lines(file);
    if (lines.isEmpty()) {
      throw new DatasetException(file, "is empty, expected a manifest; write one with the gate");
    }
    var head = new ManifestText(file, lines.get(0));
    if (head.number("manifest") != VERSION) {
      throw head.fault("has manifest version " + head.number("manifest") + ", expected " + VERSION);
    }
    List<Manifest.Entry> entries = new ArrayList<>();
    for (var line : lines.subList(1, lines.size())) {
      entries.add(new ManifestText(file, line).entry());
    }
    if (entries.isEmpty()) {
      throw new DatasetException(
          file, "has no entries, expected at least one after its first line");
    }
    return new Manifest(home(file).resolve(head.text("folder")), head.content(), entries);
  }

  private Recordings.Content content() throws DatasetException {
    return switch (text("content")) {
      case "audio" -> Recordings.Content.AUDIO;
      case "latent" -> Recordings.Content.LATENT;
      default -> throw fault("'content' is " + text("content") + ", expected audio or latent");
    };
  }

  private Manifest.Entry entry() throws DatasetException {
    Facts facts;
    try {
      facts = Facts.of(line.object());
    } catch (Facts.FieldException e) {
      throw fault(e.fault());
    }
    return new Manifest.Entry(
        path(),
        text("sha256"),
        number("seconds"),
        facts.captions(),
        facts.licence(),
        facts.source(),
        summary());
  }

  /// The path, which must stay within the folder.
  private String path() throws DatasetException {
    var path = text("path");
    if (Path.of(path).isAbsolute() || Path.of(path).normalize().startsWith("..")) {
      throw fault("'path' is " + path + ", expected one within the folder");
    }
    return path;
  }

  private Optional<Fingerprint.Summary> summary() throws DatasetException {
    if (!(line.object().get("fingerprint") instanceof JsonObject print)) {
      return Optional.empty();
    }
    var inner = new ManifestText(file, new JsonText.Line(line.number(), print));
    return Optional.of(
        new Fingerprint.Summary((int) inner.number("landmarks"), inner.text("digest")));
  }

  private String text(String name) throws DatasetException {
    if (line.object().get(name) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw wrong(name, "a text");
  }

  private double number(String name) throws DatasetException {
    if (line.object().get(name) instanceof JsonPrimitive value && value.isNumber()) {
      return value.getAsDouble();
    }
    throw wrong(name, "a number");
  }

  private DatasetException wrong(String name, String expected) {
    var found = line.object().has(name) ? String.valueOf(line.object().get(name)) : "missing";
    return fault("'" + name + "' is " + found + ", expected " + expected);
  }

  private DatasetException fault(String fault) {
    return DatasetException.atLine(file, line.number(), fault);
  }
}
