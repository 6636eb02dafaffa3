package dev.aulos.train.arc;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.train.FlowBatches;
import dev.aulos.train.FlowData;
import dev.aulos.train.FlowGuidance;
import dev.aulos.train.FlowNetworks;
import dev.aulos.train.Latents;
import dev.aulos.weights.Safetensors;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/// Latents that a flow model makes of captions with guidance, for ARC post-training in the place of
/// those of sounds (as arXiv:2403.12015 does it). A discriminator that is shown these asks the
/// generator for what the model makes with guidance; one that is shown sounds asks it for less of
/// the text than that.
///
/// They are kept in files of a few batches each, so that what is made once is read the next time.
public final class SyntheticLatents {
  private static final long MADE = 0x53594E5448L; // apart from what batches are drawn with
  private static final int BATCHES_A_FILE = 16;
  private static final String SETTINGS = "settings";

  private final Path folder;
  private final Settings settings;
  private final FlowNetworks flow;
  private final long seed;
  private final Latents.InMemory wanted;
  private final FlowBatches batches;
  private final String origin;

  /// What is made.
  ///
  /// @param count of latents: captions take turns in an order of chance, and have as many as each
  ///   other but for the last turn
  /// @param guidance with which they are made
  /// @param solverSteps of the sampler `dpmpp`, from noise to sound
  public record Settings(int count, FlowGuidance guidance, int solverSteps) {
    /// Checks the numbers.
    public Settings {
      if (count < 1 || solverSteps < 1) {
        throw new IllegalArgumentException(
            String.format(
                "%d sounds in %d solver steps, expected at least 1 of either", count, solverSteps));
      }
    }
  }

  /// The latents that stand for some data.
  ///
  /// @param folder where they are kept
  /// @param data with the captions, and with the lengths that their latents have
  /// @param model what tells the model that makes them from others, such as
  ///   [dev.aulos.engine.files.ModelFiles#fingerprint]
  public SyntheticLatents(
      Path folder, FlowNetworks flow, FlowData data, Settings settings, String model) {
    this.folder = folder;
    this.settings = settings;
    this.flow = flow;
    seed = data.batches().seed() ^ MADE;
    wanted = wanted(data.latents());
    var usual = data.batches();
    var told = new FlowBatches.Settings(usual.lengths(), usual.batchFrames(), 0, 0, seed);
    batches = new FlowBatches(flow, told, wanted);
    origin =
        String.format(
            "model %s, guidance scale %s, apg %s, %d solver steps, seed %d, %d captions %08x",
            model,
            settings.guidance.scale(),
            settings.guidance.apg(),
            settings.solverSteps,
            data.batches().seed(),
            settings.count,
            checksum());
  }

  /// The items that latents are made for; their values stand for nothing.
  private Latents.InMemory wanted(Latents source) {
    var random = new Random(seed);
    var places = IntStream.range(0, source.size()).boxed().collect(Collectors.toList());
    var items = new ArrayList<Latents.Held>();
    while (items.size() < settings.count && !places.isEmpty()) {
      Collections.shuffle(places, random);
      int left = settings.count - items.size();
      for (int place : places.subList(0, Math.min(left, places.size()))) {
        items.add(item(source, place, source.values(place)));
      }
    }
    return () -> items;
  }

  private static Latents.Held item(Latents of, int place, float[] values) {
    return new Latents.Held(
        of.frames(place),
        values,
        of.caption(place),
        of.start(place),
        of.seconds(place),
        of.tempo(place));
  }

  /// Of all that the model is told.
  private long checksum() {
    var sum = new CRC32();
    for (var item : wanted.items()) {
      var told =
          String.format(
              "%s\n%d %s %s %s\n",
              item.caption(), item.frames(), item.start(), item.seconds(), item.tempo());
      sum.update(told.getBytes(StandardCharsets.UTF_8));
    }
    return sum.getValue();
  }

  /// All of them, after making those that are not there yet.
  ///
  /// @param model all parameters of the networks, as flow training left them
  /// @param watcher told how many there are
  /// @throws IllegalArgumentException if the model is no flow
  /// @throws IOException if there are files of other latents
  /// @throws java.util.concurrent.CancellationException if cancelled; whole files stay
  public Latents.InMemory make(
      Backend backend, Weights model, IntConsumer watcher, Cancellation cancellation)
      throws IOException {
    Files.createDirectories(folder);
    var made = new TreeMap<Integer, float[]>(); // by place
    var order = batches.inOrder();
    try (var teacher = new Teacher(backend, flow, settings.guidance, settings.solverSteps, model)) {
      for (int from = 0; from < order.size(); from += BATCHES_A_FILE) {
        var file = folder.resolve(String.format("latents-%05d.safetensors", from));
        if (!Files.exists(file)) {
          int to = Math.min(order.size(), from + BATCHES_A_FILE);
          var part = new TreeMap<Integer, NdArray>();
          for (int i = from; i < to; i++) {
            part.putAll(batch(teacher, order.get(i), i, cancellation));
            watcher.accept(made.size() + part.size());
          }
          write(file, part);
        }
        var stored = stored(file);
        stored.paths().forEach(p -> made.put(Integer.valueOf(p), stored.get(p).toFloats()));
        watcher.accept(made.size());
      }
    }
    var items = new ArrayList<Latents.Held>();
    made.forEach((place, values) -> items.add(item(wanted, place, values)));
    return () -> items;
  }

  private Weights stored(Path file) throws IOException {
    var stored = Safetensors.open(file);
    var found = stored.metadata().getOrDefault(SETTINGS, "nothing known");
    if (!found.equals(origin)) {
      throw new IOException(
          String.format(
              "%s: made of %s; expected %s; delete %s, or write to another folder",
              file, found, origin, folder));
    }
    return stored;
  }

  private void write(Path file, Map<Integer, NdArray> part) throws IOException {
    var writer = new SafetensorsWriter().note(SETTINGS, origin);
    part.forEach((place, values) -> writer.add(String.format("%06d", place), values));
    writer.write(file);
  }

  /// The latents (channels, frames) of a batch without padding, by place.
  private Map<Integer, NdArray> batch(
      Teacher teacher, FlowBatches.Chosen chosen, int number, Cancellation cancellation) {
    var drawn = batches.batch(chosen, FlowBatches.random(seed, number));
    var end = teacher.ways(drawn, cancellation).end();
    int size = end.length / drawn.items();
    var made = new TreeMap<Integer, NdArray>();
    for (int i = 0; i < drawn.items(); i++) {
      int place = chosen.items().get(i);
      int frames = wanted.frames(place);
      var item = Arrays.copyOfRange(end, i * size, (i + 1) * size);
      var own = Latents.part(item, drawn.frames(), 0, frames);
      made.put(place, NdArray.of(own, own.length / frames, frames));
    }
    return made;
  }
}
