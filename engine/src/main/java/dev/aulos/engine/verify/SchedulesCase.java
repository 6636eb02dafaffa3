package dev.aulos.engine.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.engine.files.TextFile;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.sampling.DistShift;
import dev.aulos.engine.sampling.Flux;
import dev.aulos.engine.sampling.LogSnr;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.engine.sampling.Warp;
import dev.aulos.graph.Backend;
import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// Cases of Stable Audio 3's schedules, of its samplers step by step, and of random draws.
final class SchedulesCase {
  private static final double SCHEDULE_TOLERANCE = 2.5e-7;
  private static final double DRAW_TOLERANCE = 2e-6;

  private final ReferenceCase reference;
  private final Checks checks;

  private SchedulesCase(ReferenceCase reference, Checks checks) {
    this.reference = reference;
    this.checks = checks;
  }

  /// Whether the case has schedules, or runs of samplers that start from a recorded state.
  static boolean fits(ReferenceCase reference) {
    var json = reference.json();
    if (Files.exists(reference.file("schedules.json"))) {
      return true;
    }
    return json.has("tensors")
        && json.getAsJsonObject("tensors").keySet().stream()
            .anyMatch(name -> name.endsWith("/x_init"));
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var golden = reference.weights("golden.safetensors");
    var checks = new Checks(reference, golden);
    var all = new SchedulesCase(reference, checks);
    if (Files.exists(reference.file("schedules.json"))) {
      all.schedules();
    }
    if (reference.json().has("rng")) {
      reference.json().getAsJsonArray("rng").forEach(all::draws);
    }
    if (reference.json().has("runs")) {
      new FlowTraces(reference, backend, golden, checks).run();
    }
    return checks.done();
  }

  private void schedules() throws IOException {
    var text = TextFile.read(reference.file("schedules.json"));
    int index = 0;
    for (var entry : JsonParser.parseString(text).getAsJsonArray()) {
      schedule("schedule " + index++ + " ", entry.getAsJsonObject());
    }
  }

  private void schedule(String name, JsonObject entry) {
    var frames = frames(entry.get("seq_len"));
    int steps = entry.get("steps").getAsInt();
    double max = entry.get("sigma_max").getAsDouble();
    var warp = warp(entry.getAsJsonObject("shift"));
    var got = Schedule.warped(steps, max, warp, frames);
    var sigmas = entry.getAsJsonArray("sigmas");
    if (sigmas.get(0).isJsonArray()) {
      for (int item = 0; item < sigmas.size(); item++) {
        var levels = sigmas.get(item).getAsJsonArray();
        for (int i = 0; i <= steps; i++) {
          check(name + warp, got.level(item, i), levels.get(i));
        }
      }
      return;
    }
    for (int i = 0; i <= steps; i++) {
      // With as many items as levels, the reference warps level i for the length of item i.
      boolean diagonal = frames.size() == steps + 1;
      check(name + warp, got.level(diagonal ? i : 0, i), sigmas.get(i));
    }
  }

  private void check(String what, float got, JsonElement expected) {
    double difference = Math.abs((double) got - expected.getAsFloat());
    checks.add(new Check(what, difference, SCHEDULE_TOLERANCE));
  }

  private static List<Integer> frames(JsonElement length) {
    if (!length.isJsonArray()) {
      return List.of(length.getAsInt());
    }
    var frames = new ArrayList<Integer>();
    length.getAsJsonArray().forEach(item -> frames.add(item.getAsInt()));
    return frames;
  }

  static Warp warp(JsonObject shift) {
    return switch (shift.get("type").getAsString()) {
      case "none" -> new Warp.None();
      case "logsnr" ->
          new LogSnr(
              number(shift, "rate", 1),
              number(shift, "anchor_length", 2000),
              number(shift, "anchor_logsnr", -6.2),
              number(shift, "logsnr_end", 2));
      case "full" ->
          new DistShift(
              number(shift, "base_shift", 0.5),
              number(shift, "max_shift", 1.15),
              (int) number(shift, "min_length", 256),
              (int) number(shift, "max_length", 4096),
              shift.has("use_sine") && shift.get("use_sine").getAsBoolean());
      case "flux" ->
          new Flux(
              number(shift, "alpha_min", 1),
              number(shift, "alpha_max", 1),
              (int) number(shift, "min_length", 256),
              (int) number(shift, "max_length", 4096));
      default -> throw new IllegalArgumentException("unknown warp " + shift);
    };
  }

  private static double number(JsonObject json, String key, double absent) {
    return json.has(key) ? json.get(key).getAsDouble() : absent;
  }

  private void draws(JsonElement sequence) {
    var json = sequence.getAsJsonObject();
    long seed = json.get("seed").getAsLong();
    var random = TorchRandom.ofSeed(seed);
    int index = 0;
    for (var dims : json.getAsJsonArray("shapes")) {
      var shape = new long[dims.getAsJsonArray().size()];
      int size = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dims.getAsJsonArray().get(i).getAsLong();
        size = (int) (size * shape[i]);
      }
      var name = String.format("rng/seed%d/%02d", seed, index++);
      checks.compare(name, NdArray.of(random.draw(size), shape), DRAW_TOLERANCE);
    }
  }
}
