package dev.aulos.recipe.evaluate;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;

/// Reports for programs to read: `{"reports": [{"name", "prompts", …, "items": […]}]}`.
///
/// Shares are `{"right", "of", "percent", "low", "high"}`, the last two with 95 % certainty; what
/// was not asked has no percentages, and what was not heard is left out.
public final class ReportJson {
  private ReportJson() {}

  /// JSON of the reports.
  public static String of(List<Report> reports) {
    var all = new JsonArray();
    reports.forEach(r -> all.add(report(r)));
    var root = new JsonObject();
    root.add("reports", all);
    return new GsonBuilder().setPrettyPrinting().create().toJson(root) + "\n";
  }

  private static JsonObject report(Report r) {
    var json = new JsonObject();
    json.addProperty("name", r.name());
    json.addProperty("prompts", r.prompts());
    json.addProperty("renders", r.judgements().size());
    json.add("kind", share(r.kind()));
    json.add("tempo", share(r.tempo()));
    json.add("beat", share(r.beat()));
    json.add("pitch", share(r.pitch()));
    json.add("place", share(r.place()));
    json.add("brightness", share(r.brightness()));
    json.add("loudness", share(r.loudness()));
    json.add("length", share(r.length()));
    json.addProperty("silent", r.silent());
    json.addProperty("notFinite", r.notFinite());
    json.addProperty("clipped", r.clipped());
    r.diversity().ifPresent(d -> json.addProperty("diversity", d));
    json.addProperty("renderSecondsPerSecond", r.renderTime());
    json.addProperty("renderSecondsPerRender", r.secondsPerRender());
    var kinds = new JsonObject();
    r.kinds().forEach((kind, share) -> kinds.add(kind.name(), share(share)));
    json.add("kinds", kinds);
    var items = new JsonArray();
    r.judgements().forEach(j -> items.add(item(j)));
    json.add("items", items);
    return json;
  }

  private static JsonObject share(Share share) {
    var json = new JsonObject();
    json.addProperty("right", share.right());
    json.addProperty("of", share.of());
    if (share.of() > 0) {
      json.addProperty("percent", share.percent());
      json.addProperty("low", share.interval().low());
      json.addProperty("high", share.interval().high());
    }
    return json;
  }

  private static JsonObject item(Judgement j) {
    var json = new JsonObject();
    json.addProperty("prompt", j.prompt().text());
    json.addProperty("seed", j.seed());
    json.addProperty("asked", j.prompt().claims().kind().name());
    json.addProperty("heard", j.kind().name());
    json.addProperty("chance", j.kindChance());
    j.heard().bpm().ifPresent(v -> json.addProperty("bpm", v));
    j.heard().steadiness().ifPresent(v -> json.addProperty("steadiness", v));
    j.heard().pitchHz().ifPresent(v -> json.addProperty("pitchHz", v));
    json.addProperty("place", j.heard().place().name());
    json.addProperty("brightnessHz", j.heard().brightnessHz());
    json.addProperty("loudnessDb", j.heard().loudnessDb());
    json.addProperty("seconds", j.heard().seconds());
    json.addProperty("activeEnd", j.heard().activeEnd());
    json.add("tempoVerdict", new JsonPrimitive(j.tempo().name()));
    json.add("beatVerdict", new JsonPrimitive(j.beat().name()));
    json.add("pitchVerdict", new JsonPrimitive(j.pitch().name()));
    json.add("placeVerdict", new JsonPrimitive(j.place().name()));
    json.add("lengthVerdict", new JsonPrimitive(j.length().name()));
    json.addProperty("isSilent", j.heard().isSilent());
    json.addProperty("isFinite", j.heard().isFinite());
    json.addProperty("clippedShare", j.heard().clippedShare());
    return json;
  }
}
