package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.engine.TextEncoderInfo;
import dev.aulos.models.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aulos doctor`: whether this machine can make sound, and what to do if not.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Check this machine: Java, memory, arithmetic, models.",
    footer = "%nExit code 1 if something does not work.")
final class DoctorCommand implements Callable<Integer> {
  private static final long ROOM = 5_000_000_000L;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    var findings = new ArrayList<Finding>();
    findings.add(Machine.java());
    findings.add(Machine.system());
    findings.add(Machine.processor());
    findings.add(Machine.memory());
    var home = Home.ofUser();
    findings.add(room(home));
    findings.addAll(Arithmetic.findings());
    findings.addAll(models(home));
    if (json) {
      System.out.println(new GsonBuilder().setPrettyPrinting().create().toJson(json(findings)));
    } else {
      findings.forEach(DoctorCommand::print);
    }
    boolean broken = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
    return broken ? Main.FAILED : Main.DONE;
  }

  private static void print(Finding finding) {
    var level = finding.level().name().toLowerCase(Locale.ROOT);
    System.out.printf("%-4s  %-12s %s%n", level, finding.what(), finding.found());
  }

  private static JsonObject json(List<Finding> findings) {
    var list = new JsonArray();
    for (var finding : findings) {
      var object = new JsonObject();
      object.addProperty("what", finding.what());
      object.addProperty("level", finding.level().name().toLowerCase(Locale.ROOT));
      object.addProperty("found", finding.found());
      list.add(object);
    }
    var all = new JsonObject();
    all.addProperty("version", Version.number());
    all.add("findings", list);
    return all;
  }

  private static Finding room(Home home) {
    var folder = home.folder().toAbsolutePath();
    var existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      return Finding.fail(
          "home", existing + " is not a folder that can be written to; set AULOS_HOME to another");
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      var found = folder + ", " + Bytes.text(free) + " free";
      return free >= ROOM
          ? Finding.ok("home", found)
          : Finding.warn("home", found + "; models take some GB, AULOS_HOME can be elsewhere");
    } catch (IOException e) {
      return Finding.warn("home", folder + ", free space unknown: " + e.getMessage());
    }
  }

  private static List<Finding> models(Home home) {
    var findings = new ArrayList<Finding>();
    try {
      for (var entry : home.known().entrySet()) {
        findings.add(model(entry.getKey(), entry.getValue(), home));
      }
      if (home.generators().isEmpty()) {
        findings.add(
            Finding.warn("models", "none yet; get one with: aulos models get " + Catalog.first()));
      }
    } catch (IOException e) {
      findings.add(Finding.fail("models", Main.firstLine(e.getMessage())));
    }
    return findings;
  }

  private static Finding model(String name, Path place, Home home) {
    var found = Found.at(place);
    var line = name + ": " + found.summary();
    return switch (found) {
      case Found.Broken broken -> Finding.fail("model", line);
      case Found.TextEncoder text -> Finding.ok("text encoder", line);
      case Found.Model model -> {
        if (!(model.files().config() instanceof ModelConfig.TextToAudio config)) {
          yield Finding.ok("autoencoder", line);
        }
        try {
          TextEncoderInfo.of(model.files().folder(), config.text(), List.of(home.models()));
          yield Finding.ok("model", line);
        } catch (IOException e) {
          yield Finding.fail("model", name + ": " + Main.firstLine(e.getMessage()) + remedy(name));
        }
      }
    };
  }

  /// How to get the files of an official model again, for the end of a line.
  private static String remedy(String name) {
    return Catalog.named(name)
        .filter(official -> !official.needsT5)
        .map(official -> "; get it again with: aulos models get " + official.id)
        .orElse("");
  }
}
