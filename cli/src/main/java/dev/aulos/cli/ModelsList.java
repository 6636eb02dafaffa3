package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.models.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aulos models list`: the models on this machine, and the official ones that are not.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Models on this machine, and official ones that are not, with their licences.")
final class ModelsList implements Callable<Integer> {
  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    var home = Home.ofUser();
    var known = home.known();
    if (json) {
      known.putIfAbsent(Home.NANO, home.nano());
    }
    var absent =
        Arrays.stream(Catalog.values())
            .filter(entry -> !known.containsKey(entry.id))
            .collect(Collectors.toList());
    if (json) {
      System.out.println(
          new GsonBuilder().setPrettyPrinting().create().toJson(json(known, absent)));
    } else {
      print(home, known, absent);
    }
    return Main.DONE;
  }

  private static void print(Home home, Map<String, Path> known, List<Catalog> absent)
      throws IOException {
    if (!known.containsKey(Home.NANO)) {
      var nano = home.nano();
      System.out.println("Built in:");
      System.out.printf("  %s  %s%n", Home.NANO, Bytes.text(Found.bytes(nano)));
      System.out.println("      " + Found.at(nano).summary());
      System.out.println("      licence: that of Aulos");
    }
    System.out.println("On this machine (" + home.models() + "):");
    if (known.isEmpty()) {
      System.out.println("  none");
    }
    for (var entry : known.entrySet()) {
      var place = entry.getValue();
      System.out.printf("  %s  %s%n", entry.getKey(), Bytes.text(Found.bytes(place)));
      System.out.println("      " + Found.at(place).summary());
      Catalog.named(entry.getKey())
          .ifPresent(official -> System.out.println("      licence: " + official.licence));
      System.out.println("      " + place);
    }
    if (absent.isEmpty()) {
      return;
    }
    System.out.println("Not on this machine:");
    for (var official : absent) {
      System.out.printf("  %s  %s%n", official.id, official.about);
      System.out.println("      licence: " + official.licence + ", " + official.page());
      System.out.println("      get it: aulos models get " + official.id + official.condition());
    }
  }

  private static JsonObject json(Map<String, Path> known, List<Catalog> absent) {
    var here = new JsonArray();
    known.forEach((name, place) -> here.add(json(name, place)));
    var official = new JsonArray();
    for (var entry : absent) {
      var object = new JsonObject();
      object.addProperty("name", entry.id);
      object.addProperty("about", entry.about);
      object.addProperty("licence", entry.licence);
      object.addProperty("page", entry.page());
      object.addProperty("gated", entry.gated);
      object.addProperty("get", "aulos models get " + entry.id);
      official.add(object);
    }
    var all = new JsonObject();
    all.add("models", here);
    all.add("not_here", official);
    return all;
  }

  private static JsonObject json(String name, Path place) {
    var object = new JsonObject();
    object.addProperty("name", name);
    object.addProperty("folder", place.toString());
    object.addProperty("bytes", Found.bytes(place));
    Catalog.named(name).ifPresent(entry -> object.addProperty("licence", entry.licence));
    switch (Found.at(place)) {
      case Found.Broken broken -> {
        object.addProperty("kind", "broken");
        object.addProperty("reason", broken.reason());
      }
      case Found.TextEncoder text -> object.addProperty("kind", "text-encoder");
      case Found.Model model -> {
        var config = model.files().config();
        object.addProperty("sample_rate", config.sampleRate());
        object.addProperty("channels", config.audioChannels());
        if (config instanceof ModelConfig.TextToAudio generator) {
          object.addProperty("kind", "text-to-audio");
          object.addProperty("objective", generator.objective().key());
          object.addProperty("seconds", (double) config.sampleSize() / config.sampleRate());
        } else {
          object.addProperty("kind", "autoencoder");
        }
      }
    }
    return object;
  }
}
