package dev.aulos.train.data;

import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What one file of a folder, `captions.csv` or `metadata.jsonl`, says of its sounds, by their
/// paths within the folder. Several lines on one sound add their captions up.
final class FactsTable {
  private static final List<String> FILE_NAMES = List.of("file_name", "file", "path", "name");

  private final Path file;
  private final Map<String, Facts> facts = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  private FactsTable(Path file) {
    this.file = file;
  }

  /// The table of a folder; an empty one if there is none.
  ///
  /// @throws DatasetException if it is broken, or there are two
  static FactsTable of(Path folder) throws IOException {
    var csv = folder.resolve("captions.csv");
    var json = folder.resolve("metadata.jsonl");
    if (Files.exists(csv) && Files.exists(json)) {
      throw new DatasetException(
          folder, "has both captions.csv and metadata.jsonl, expected one of them");
    }
    var table = new FactsTable(Files.exists(json) ? json : csv);
    if (Files.exists(json)) {
      table.readLines();
    } else if (Files.exists(csv)) {
      table.readCsv();
    }
    return table;
  }

  private void readLines() throws IOException {
    for (var line : JsonText.lines(file)) {
      var name =
          FILE_NAMES.stream()
              .filter(line.object()::has)
              .findFirst()
              .orElseThrow(() -> noFile(line.number(), "the object has no file name"));
      if (!(line.object().get(name) instanceof JsonPrimitive path) || !path.isString()) {
        throw fault(line.number(), "'" + name + "' is no text, expected a path in quotes");
      }
      try {
        add(line.number(), path.getAsString(), Facts.of(line.object()));
      } catch (Facts.FieldException e) {
        throw fault(line.number(), e.fault());
      }
    }
  }

  private void readCsv() throws IOException {
    var rows = CsvTable.read(file);
    if (rows.isEmpty()) {
      throw new DatasetException(
          file, "is empty, expected a first line with the columns file_name and caption");
    }
    var header =
        rows.get(0).fields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    int path = column(header, FILE_NAMES);
    if (path < 0) {
      throw noFile(1, "the columns are " + header);
    }
    for (var row : rows.subList(1, rows.size())) {
      add(row.line(), row.fields().get(path), facts(header, row.fields()));
    }
  }

  private static Facts facts(List<String> header, List<String> fields) {
    List<String> captions = new ArrayList<>();
    for (var name : Facts.CAPTION_NAMES) {
      field(header, fields, List.of(name)).ifPresent(captions::add);
    }
    return new Facts(
        captions.stream().limit(1).toList(),
        field(header, fields, Facts.LICENCE_NAMES),
        field(header, fields, Facts.SOURCE_NAMES));
  }

  private static Optional<String> field(
      List<String> header, List<String> fields, List<String> names) {
    int column = column(header, names);
    return column < 0 ? Optional.empty() : Optional.of(fields.get(column));
  }

  private static int column(List<String> header, List<String> names) {
    for (var name : names) {
      if (header.contains(name)) {
        return header.indexOf(name);
      }
    }
    return -1;
  }

  private void add(int line, String path, Facts said) throws DatasetException {
    var key = key(path.strip());
    if (key.isEmpty()) {
      throw fault(line, "has an empty file name");
    }
    try {
      facts.put(key, facts.getOrDefault(key, Facts.NONE).and(said));
    } catch (Facts.FieldException e) {
      throw fault(line, "on " + key + " " + e.fault());
    }
    lines.putIfAbsent(key, line);
  }

  /// A path as tables and file systems both have it: `/` between folders, letters composed.
  private static String key(String path) {
    var slashes = path.replace('\\', '/');
    var plain = slashes.startsWith("./") ? slashes.substring(2) : slashes;
    return Normalizer.normalize(plain, Normalizer.Form.NFC);
  }

  /// What is said of a sound, once.
  Facts take(String name) {
    lines.remove(key(name));
    return facts.getOrDefault(key(name), Facts.NONE);
  }

  /// A fault for each sound spoken of that nobody took.
  List<String> leftovers() {
    return lines.entrySet().stream()
        .map(entry ->
            String.valueOf(
                fault(entry.getValue(), entry.getKey() + " is not in the folder").getMessage()))
        .toList();
  }

  private DatasetException noFile(int line, String found) {
    return fault(line, found + ", expected one of " + String.join(", ", FILE_NAMES));
  }

  private DatasetException fault(int line, String fault) {
    return DatasetException.atLine(file, line, fault);
  }
}
