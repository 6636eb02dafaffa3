package dev.aulos.train.data;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a gate dropped and why.
///
/// @param found the files looked at
/// @param kept the files let in
/// @param keptSeconds the length of these together
/// @param uncaptioned of these, those without a caption, to be learnt without condition
/// @param dropped the others
/// @param notes what was not looked at, and should be known
public record GateReport(
    int found,
    int kept,
    double keptSeconds,
    int uncaptioned,
    List<Dropped> dropped,
    List<String> notes) {
  public GateReport {
    dropped = List.copyOf(dropped);
    notes = List.copyOf(notes);
  }

  /// How many were dropped for each reason there was.
  public Map<Dropped.Reason, Integer> counts() {
    var counts = new EnumMap<Dropped.Reason, Integer>(Dropped.Reason.class);
    dropped.forEach(one -> counts.merge(one.reason(), 1, Integer::sum));
    return counts;
  }

  /// The report for people.
  public String text() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "%d of %d files kept, %.1f s of sound", kept, found, keptSeconds));
    if (uncaptioned > 0) {
      text.append(", ").append(uncaptioned).append(" without a caption (learnt unconditionally)");
    }
    text.append('\n').append(dropped.size()).append(" dropped\n");
    counts().forEach((reason, count) -> tell(text, reason, count));
    notes.forEach(note -> text.append("note: ").append(note).append('\n'));
    return text.toString();
  }

  private void tell(StringBuilder text, Dropped.Reason reason, int count) {
    text.append("\n").append(reason.words()).append(": ").append(count).append('\n');
    for (var one : dropped) {
      if (one.reason() == reason) {
        text.append("  ").append(one.name()).append(": ").append(one.detail()).append('\n');
      }
    }
  }

  /// The report for programs.
  public String json() {
    var object = new JsonObject();
    object.addProperty("found", found);
    object.addProperty("kept", kept);
    object.addProperty("kept_seconds", keptSeconds);
    object.addProperty("uncaptioned", uncaptioned);
    var counts = new JsonObject();
    counts().forEach((reason, count) -> counts.addProperty(word(reason), count));
    object.add("counts", counts);
    var list = new JsonArray();
    for (var one : dropped) {
      var entry = new JsonObject();
      entry.addProperty("path", one.name());
      entry.addProperty("reason", word(one.reason()));
      entry.addProperty("detail", one.detail());
      list.add(entry);
    }
    object.add("dropped", list);
    var told = new JsonArray();
    notes.forEach(told::add);
    object.add("notes", told);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(object)
        + "\n";
  }

  private static String word(Dropped.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
