package dev.aulos.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.engine.Take;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs a generation to its end, shows how far it is, writes the files, and tells what was made.
final class Maker {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private final OutputFlags output;

  Maker(OutputFlags output) {
    this.output = output;
  }

  /// Makes all items that were asked for, or only one of them.
  ///
  /// @param only the item wanted, or −1 for all
  void make(Job job, int only) throws IOException {
    long start = System.nanoTime();
    var takes = run(job);
    double seconds = (System.nanoTime() - start) / 1e9;
    var files = new ArrayList<Path>();
    var written = new ArrayList<Take>();
    for (int item = 0; item < takes.size(); item++) {
      if (only >= 0 && item != only) {
        continue;
      }
      var take = takes.get(item);
      var prompt = take.settings().request().prompts().get(item).text();
      var file = output.file(prompt, job.seed(), item, only >= 0 ? 1 : takes.size());
      take.writeTo(file, output.sampleFormat());
      files.add(file);
      written.add(take);
    }
    tell(written, files, job.warnings(), seconds);
  }

  /// Runs to the end; Ctrl-C cancels, and waits until all that was running has ended.
  private List<Take> run(Job job) {
    return Interruption.cancelling(
        job::cancel,
        () -> {
          try (var status = new Status(output.quiet)) {
            while (job.advance()) {
              status.show(job.progress());
            }
            return job.takes();
          }
        });
  }

  private void tell(List<Take> takes, List<Path> files, List<String> warnings, double seconds) {
    if (output.json) {
      System.out.println(GSON.toJson(json(takes, files, warnings, seconds)));
      return;
    }
    warnings.forEach(warning -> System.err.println("note: " + warning));
    for (int i = 0; i < takes.size(); i++) {
      var settings = takes.get(i).settings();
      var sampling = settings.request().sampling();
      System.out.printf(
          Locale.ROOT,
          "%s  %.2f s, seed %d, %s %d steps%n",
          files.get(i),
          takes.get(i).sound().durationSeconds(),
          settings.request().seed().orElseThrow(),
          sampling.sampler().orElseThrow(),
          sampling.steps().orElseThrow());
    }
    if (!output.quiet) {
      double made = takes.stream().mapToDouble(t -> t.sound().durationSeconds()).sum();
      System.err.printf(Locale.ROOT, "made in %.1f s (%.2f× real time)%n", seconds, made / seconds);
    }
  }

  private static JsonObject json(
      List<Take> takes, List<Path> files, List<String> warnings, double seconds) {
    var json = new JsonObject();
    var list = new JsonArray();
    for (int i = 0; i < takes.size(); i++) {
      var entry = new JsonObject();
      entry.addProperty("file", files.get(i).toString());
      entry.addProperty("seconds", takes.get(i).sound().durationSeconds());
      entry.addProperty("peak_db", takes.get(i).sound().peakDb());
      entry.add("settings", JsonParser.parseString(takes.get(i).settings().toJson()));
      list.add(entry);
    }
    json.add("takes", list);
    json.addProperty("elapsed_seconds", seconds);
    var notes = new JsonArray();
    warnings.forEach(notes::add);
    json.add("warnings", notes);
    return json;
  }
}
