package dev.aulos.recipe;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.audio.SpectralAnalysis;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Executable;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Weights;
import dev.aulos.models.nn.Probe;
import dev.aulos.models.same.SameConfig;
import dev.aulos.models.same.SameEncoder;
import dev.aulos.recipe.sound.Example;
import dev.aulos.recipe.sound.SoundWorld;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.Latents;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/// The world's sounds as latents, each with a few captions, kept in files of a few hundred each. A
/// sound is as many items as it has captions.
///
/// Most captions of a sound without beats stand for its beginning alone: what the words mean shows
/// there already, and training sees a few times as many sounds in the same time.
///
/// Latents are stored as they come from the encoder; what the transformer sees is on the scale of
/// [#scale].
public final class LatentLibrary {
  private static final int PER_FILE = 500;
  private static final int TOGETHER = 20;
  private static final int CAPTIONS = 4;
  private static final int BEGINNING = 32; // frames, 1.5 s
  private static final int HELD_OUT = 50; // one in so many
  private static final double SMALLEST = 1e-6; // a channel that hardly moves stays quiet

  private final List<Spoken> sounds = new ArrayList<>();

  /// A sound and the ways in which it is spoken of.
  ///
  /// @param tempos for each caption, see [Latents#tempo]
  record Spoken(
      int frames,
      float[] values,
      List<String> captions,
      List<OptionalDouble> tempos,
      double seconds,
      boolean hasBeats) {
    /// One for each caption: the first for the whole sound, the others for its beginning, unless it
    /// has beats.
    List<Latents.Held> items() {
      int kept = hasBeats ? frames : Math.min(frames, BEGINNING);
      var begun = kept == frames ? values : Latents.part(values, frames, 0, kept);
      var items = new ArrayList<Latents.Held>();
      for (int i = 0; i < captions.size(); i++) {
        var caption = captions.get(i);
        var tempo = tempos.get(i);
        items.add(
            i == 0
                ? new Latents.Held(frames, values, caption, 0, seconds, tempo)
                : new Latents.Held(kept, begun, caption, 0, seconds, tempo));
      }
      return items;
    }

    Spoken on(LatentScale scale) {
      return new Spoken(frames, scale.of(values), captions, tempos, seconds, hasBeats);
    }
  }

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
    int stride = config.decoder().stride();
    try (var encoder = backend.compile(graph, weights)) {
      for (int from = 0; from < count; from += PER_FILE) {
        var file = folder.resolve(String.format("latents-%06d.safetensors", from));
        if (!Files.isRegularFile(file)) {
          int before = from;
          write(encoder, firstSeed + from, stride, done -> watcher.accept(before + done), file);
        }
        library.read(file, firstSeed + from);
      }
    }
    return library;
  }

  private static void write(
      Executable encoder, long firstSeed, int stride, IntConsumer watcher, Path file)
      throws IOException {
    var writer = new SafetensorsWriter();
    var facts = new JsonArray();
    for (int i = 0; i < PER_FILE; i += TOGETHER) {
      for (var sound : sounds(firstSeed + i, stride)) {
        var inputs = Map.of("sound", sound.numbers);
        writer.add(name(facts.size()), encoder.run(inputs, "latents", Cancellation.none()));
        facts.add(sound.fact);
        watcher.accept(facts.size());
      }
    }
    writer.note("facts", facts.toString()).write(file);
  }

  /// A sound as the encoder takes it, and what is known of it.
  private record Described(NdArray numbers, JsonObject fact) {}

  /// The next sounds, computed on all cores.
  private static List<Described> sounds(long firstSeed, int stride) {
    return LongStream.range(firstSeed, firstSeed + TOGETHER)
        .parallel()
        .mapToObj(seed -> described(seed, stride))
        .toList();
  }

  private static Described described(long seed, int stride) {
    var example = SoundWorld.example(seed);
    var captions = new JsonArray();
    SoundWorld.captions(seed, CAPTIONS).forEach(captions::add);
    var fact = new JsonObject();
    fact.add("captions", captions);
    fact.addProperty("seconds", example.samples()[0].length / (double) Example.SAMPLE_RATE);
    var samples = example.samples();
    var numbers = SpectralAnalysis.of(samples[0], samples[1], stride);
    return new Described(NdArray.of(numbers, 1, 1, numbers.length), fact);
  }

  private static String name(int i) {
    return String.format("%03d", i);
  }

  private void read(Path file, long firstSeed) throws IOException {
    var stored = Safetensors.open(file);
    var facts = JsonParser.parseString(stored.metadata().get("facts")).getAsJsonArray();
    for (int i = 0; i < facts.size(); i++) {
      var fact = facts.get(i).getAsJsonObject();
      var captions = new ArrayList<String>();
      fact.getAsJsonArray("captions").forEach(caption -> captions.add(caption.getAsString()));
      double seconds = fact.get("seconds").getAsDouble();
      var latents = stored.get(name(i));
      long seed = firstSeed + i;
      var tempos = SoundWorld.tempos(seed, captions.size());
      boolean hasBeats = SoundWorld.caption(seed).claims().kind().hasBeats();
      int frames = (int) latents.dim(2);
      sounds.add(new Spoken(frames, latents.toFloats(), captions, tempos, seconds, hasBeats));
    }
  }

  /// What brings every channel to a deviation of 1.
  public LatentScale scale() {
    int channels = sounds.get(0).values.length / sounds.get(0).frames;
    var sums = new double[channels];
    var squares = new double[channels];
    long frames = 0;
    for (var sound : sounds) {
      for (int i = 0; i < sound.values.length; i++) {
        double value = sound.values[i];
        sums[i / sound.frames] += value;
        squares[i / sound.frames] += value * value;
      }
      frames += sound.frames;
    }
    var deviations = new double[channels];
    for (int c = 0; c < channels; c++) {
      double mean = sums[c] / frames;
      deviations[c] = Math.sqrt(Math.max(SMALLEST, squares[c] / frames - mean * mean));
    }
    return new LatentScale(deviations);
  }

  /// The items on another scale, as training takes them.
  public Parted scaled(LatentScale scale) {
    return Parted.of(sounds.stream().map(sound -> sound.on(scale)).toList());
  }

  /// Items to train on, and others to measure by: those of the last sound in fifty.
  public record Parted(Latents trained, Optional<Latents> heldOut) {
    static Parted of(List<Spoken> sounds) {
      int kept = sounds.size() - sounds.size() / HELD_OUT;
      var last = sounds.subList(kept, sounds.size());
      return new Parted(
          items(sounds.subList(0, kept)),
          last.isEmpty() ? Optional.empty() : Optional.of(items(last)));
    }

    private static Latents items(List<Spoken> sounds) {
      var items = sounds.stream().flatMap(sound -> sound.items().stream()).toList();
      Latents.InMemory latents = () -> items;
      return latents;
    }

    /// As training takes them.
    FlowData in(FlowBatches.Settings batches) {
      return new FlowData(trained, heldOut, batches);
    }
  }
}
