package dev.aulos.onnx;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Where the time of an executable's runs went: every node that ran, in order.
public record Profile(List<Entry> entries) {
  /// Copies the list.
  public Profile {
    entries = List.copyOf(entries);
  }

  /// One run of one node.
  ///
  /// @param name the node's name, its path and its op; ONNX Runtime names those that it adds itself
  /// @param op the ONNX operator
  /// @param micros how long it ran, in microseconds
  public record Entry(String name, String op, long micros) {
    /// Where in the tree of parameters the node belongs; empty if nowhere.
    public String path() {
      return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }
  }

  /// The microseconds of all nodes.
  public long micros() {
    return entries.stream().mapToLong(Entry::micros).sum();
  }

  /// Microseconds by operator, most first.
  public Map<String, Long> byOp() {
    return sums(Entry::op);
  }

  /// Microseconds by path in the tree of parameters, most first.
  public Map<String, Long> byPath() {
    return sums(Entry::path);
  }

  private Map<String, Long> sums(Function<Entry, String> key) {
    var sums = new LinkedHashMap<String, Long>();
    entries.forEach(entry -> sums.merge(key.apply(entry), entry.micros, Long::sum));
    var sorted = new LinkedHashMap<String, Long>();
    sums.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /// Reads the trace that ONNX Runtime writes.
  static Profile read(Path file) {
    try (var reader = new JsonReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
      var entries = new ArrayList<Entry>();
      reader.beginArray();
      while (reader.hasNext()) {
        var event = Event.read(reader);
        if (event.isKernel()) {
          entries.add(event.entry());
        }
      }
      reader.endArray();
      return new Profile(entries);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the profile " + file, e);
    }
  }

  private record Event(String category, String name, String op, long micros) {
    private static final String KERNEL = "_kernel_time";

    static Event read(JsonReader reader) throws IOException {
      String category = "";
      String name = "";
      String op = "";
      long micros = 0;
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.nextName()) {
          case "cat" -> category = reader.nextString();
          case "name" -> name = reader.nextString();
          case "dur" -> micros = reader.nextLong();
          case "args" -> op = op(reader);
          default -> reader.skipValue();
        }
      }
      reader.endObject();
      return new Event(category, name, op, micros);
    }

    private static String op(JsonReader args) throws IOException {
      String op = "";
      args.beginObject();
      while (args.hasNext()) {
        if (args.nextName().equals("op_name")) {
          op = args.nextString();
        } else {
          args.skipValue();
        }
      }
      args.endObject();
      return op;
    }

    boolean isKernel() {
      return category.equals("Node") && name.endsWith(KERNEL);
    }

    Entry entry() {
      return new Entry(name.substring(0, name.length() - KERNEL.length()), op, micros);
    }
  }
}
