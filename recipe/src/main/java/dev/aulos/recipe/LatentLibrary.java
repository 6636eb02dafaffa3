package dev.aulos.recipe;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.recipe.sound.Example;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.train.Latents;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// The world's sounds as latents with captions, kept in files of a few hundred each.
///
/// Latents are stored as they come from the encoder; what the transformer sees is on the scale of
/// [#scale].
public final class LatentLibrary implements Latents.InMemory {
  private static final int PER_FILE = 500;

  private static final double SMALLEST = 1e-6; // a channel that hardly moves stays quiet

  private final List<Held> entries = new ArrayList<>();

  private LatentLibrary() {}

  /// The library in a folder, with those of the first `count` sounds added that are missing.
  ///
  /// @param weights of the autoencoder, under `pretransform.model`
  /// @param watcher told how many there are
  public static LatentLibrary fill(
      Path folder,
      SameConfig config,
      Weights weights,
      Backend backend,
      long firstSeed,
      int count,
      IntConsumer watcher)
      throws IOException {
    Files.createDirectories(folder);
    var library = new LatentLibrary();
    var scope = Scope.root().at("pretransform", "model");
    var graph = SameEncoder.of(scope, config).graph(Probe.NONE);
    try (var encoder = backend.compile(graph, weights)) {
      for (int from = 0; from < count; from += PER_FILE) {
        var file = folder.resolve(String.format("latents-%06d.safetensors", from));
        if (!Files.isRegularFile(file)) {
          var writer = new SafetensorsWriter();
          var facts = new JsonArray();
          for (int i = 0; i < PER_FILE; i++) {
            var example = SoundWorld.example(firstSeed + from + i);
            var sound = sound(example, config.hop());
            var latents = encoder.run(Map.of("sound", sound), "latents", Cancellation.none());
            writer.add(name(i), latents);
            facts.add(fact(example));
            watcher.accept(from + i + 1);
          }
          writer.note("facts", facts.toString()).write(file);
        }
        library.read(file);
      }
    }
    return library;
  }

  private static String name(int i) {
    return String.format("%03d", i);
  }

  private static JsonObject fact(Example example) {
    var fact = new JsonObject();
    fact.addProperty("caption", example.caption());
    fact.addProperty("seconds", example.samples()[0].length / (double) Example.SAMPLE_RATE);
    return fact;
  }

  private static NdArray sound(Example example, int hop) {
    int length = example.samples()[0].length;
    int padded = (length + hop - 1) / hop * hop;
    var sound = NdArray.zeros(DType.F32, 1, 2, padded);
    for (int channel = 0; channel < 2; channel++) {
      int at = channel * padded;
      sound.floats(at, at + length).put(example.samples()[channel]);
    }
    return sound;
  }

  private void read(Path file) throws IOException {
    var stored = Safetensors.open(file);
    var facts = JsonParser.parseString(stored.metadata().get("facts")).getAsJsonArray();
    for (int i = 0; i < facts.size(); i++) {
      var fact = facts.get(i).getAsJsonObject();
      var latents = stored.get(name(i));
      entries.add(
          new Held(
              (int) latents.dim(2),
              latents.toFloats(),
              fact.get("caption").getAsString(),
              fact.get("seconds").getAsDouble()));
    }
  }

  /// What brings every channel to a deviation of 1.
  public LatentScale scale() {
    int channels = entries.get(0).values().length / entries.get(0).frames();
    var sums = new double[channels];
    var squares = new double[channels];
    long frames = 0;
    for (var entry : entries) {
      for (int i = 0; i < entry.values().length; i++) {
        double value = entry.values()[i];
        sums[i / entry.frames()] += value;
        squares[i / entry.frames()] += value * value;
      }
      frames += entry.frames();
    }
    var deviations = new double[channels];
    for (int c = 0; c < channels; c++) {
      double mean = sums[c] / frames;
      deviations[c] = Math.sqrt(Math.max(SMALLEST, squares[c] / frames - mean * mean));
    }
    return new LatentScale(deviations);
  }

  /// The same on another scale.
  public LatentLibrary scaled(LatentScale scale) {
    var result = new LatentLibrary();
    for (var entry : entries) {
      result.entries.add(
          new Held(entry.frames(), scale.of(entry.values()), entry.caption(), entry.seconds()));
    }
    return result;
  }

  @Override
  public List<Held> items() {
    return entries;
  }
}
