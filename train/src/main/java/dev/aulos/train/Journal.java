package dev.aulos.train;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The numbers of every step of a run, a line each, and the curves they make.
final class Journal {
  private static final String STEP = "step";

  private final Path file;
  private final List<String> pending = new ArrayList<>();
  private final Curves curves = new Curves();

  Journal(Path file) {
    this.file = file;
  }

  /// The curves of all steps since the run began.
  Curves curves() {
    return curves;
  }

  /// Forgets steps after the one a run goes on from. A last line that a killed run left unfinished
  /// is of such a step.
  void truncate(long step) throws IOException {
    curves.clear();
    if (!Files.isRegularFile(file)) {
      return;
    }
    var kept = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      if (!line.endsWith("}")) {
        break;
      }
      var numbers = JsonParser.parseString(line).getAsJsonObject();
      long at = numbers.get(STEP).getAsLong();
      if (at <= step) {
        kept.add(line);
        curves.add(at, values(numbers));
      }
    }
    Files.write(file, kept);
  }

  private static Map<String, Double> values(JsonObject line) {
    var values = new LinkedHashMap<String, Double>();
    for (var entry : line.entrySet()) {
      if (!entry.getKey().equals(STEP)) {
        values.put(entry.getKey(), entry.getValue().getAsDouble());
      }
    }
    return values;
  }

  void add(long step, Map<String, Double> numbers) throws IOException {
    curves.add(step, numbers);
    var line = new JsonObject();
    line.addProperty(STEP, step);
    numbers.forEach(line::addProperty);
    pending.add(line.toString());
    if (pending.size() >= 20) {
      flush();
    }
  }

  void flush() throws IOException {
    Files.write(file, pending, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    pending.clear();
  }
}
