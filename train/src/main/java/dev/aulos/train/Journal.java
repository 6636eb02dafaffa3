package dev.aulos.train;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The numbers of every step of a run, a line each.
final class Journal {
  private final Path file;
  private final List<String> pending = new ArrayList<>();

  Journal(Path file) {
    this.file = file;
  }

  /// Forgets steps after the one a run goes on from.
  void truncate(long step) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    var kept = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      if (JsonParser.parseString(line).getAsJsonObject().get("step").getAsLong() <= step) {
        kept.add(line);
      }
    }
    Files.write(file, kept);
  }

  void add(long step, Map<String, Double> numbers, Map<String, Double> more) throws IOException {
    var line = new JsonObject();
    line.addProperty("step", step);
    numbers.forEach(line::addProperty);
    more.forEach(line::addProperty);
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
