package dev.aulos.train;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Batches of latents as a flow model's networks take them. The items of a batch have similar
/// lengths, and there are as many of them as a batch's frames allow: each batch is drawn from one
/// length class, classes as often as they have frames.
public final class FlowBatches {
  private static final long HELD_OUT = 0x48454C44L;

  private final FlowNetworks networks;
  private final Settings settings;
  private final Latents latents;
  private final LengthClasses classes;

  /// How batches are drawn.
  ///
  /// @param lengths frames to which items are filled up, rising
  /// @param batchFrames frames of a batch, about
  /// @param unconditional how often text and numbers are withheld from cross-attention, for
  ///   guidance
  /// @param inpainting how often the sound is to be filled in or continued, by models that can
  /// @param seed of all draws
  public record Settings(
      List<Integer> lengths, int batchFrames, double unconditional, double inpainting, long seed) {
    /// Copies the list.
    public Settings {
      lengths = List.copyOf(lengths);
    }
  }

  /// A batch.
  ///
  /// @param items how many there are
  /// @param frames what they are filled up to
  /// @param inputs all that the networks take but the diffusion times
  public record Batch(int items, int frames, Map<String, NdArray> inputs) {}

  /// Which items a batch is made of.
  ///
  /// @param frames what they are filled up to
  public record Chosen(int frames, List<Integer> items) {
    /// Copies the list.
    public Chosen {
      items = List.copyOf(items);
    }
  }

  /// Batches of these latents.
  ///
  /// @throws IllegalArgumentException if there is no item, or one is longer than all lengths
  public FlowBatches(FlowNetworks networks, Settings settings, Latents latents) {
    this.networks = networks;
    this.settings = settings;
    this.latents = latents;
    classes = LengthClasses.of(latents, settings.lengths);
  }

  /// The source of all draws of a step: it depends on the seed and the step alone.
  public static Random random(long seed, long step) {
    return new Random(seed ^ (step * 0x9E3779B97F4A7C15L));
  }

  /// The source of all draws of the `i`-th batch of what is held out, apart from those of steps.
  static Random heldOut(long seed, int i) {
    return random(seed ^ HELD_OUT, i);
  }

  /// Draws a batch.
  public Batch draw(Random random) {
    return batch(classes.draw(random, settings.batchFrames), random);
  }

  /// What batches are made of that have every item at least once.
  public List<Chosen> inOrder() {
    return classes.inOrder(settings.batchFrames);
  }

  /// A batch of these items.
  public Batch batch(Chosen chosen, Random random) {
    int b = chosen.items().size();
    int frames = chosen.frames();
    int channels = networks.channels();
    var data = NdArray.zeros(DType.F32, b, channels, frames);
    var keep = NdArray.zeros(DType.F32, b, frames);
    var valid = NdArray.zeros(DType.F32, b, frames);
    var given = NdArray.zeros(DType.F32, b, 1, 1);
    for (int i = 0; i < b; i++) {
      int item = chosen.items().get(i);
      int own = latents.frames(item);
      var values = latents.values(item);
      for (int c = 0; c < channels; c++) {
        int at = (i * channels + c) * frames;
        data.floats(at, at + own).put(values, c * own, own);
      }
      fill(valid, i * frames, own, 1);
      keep(keep, i * frames, own, random);
      given.floats().put(i, random.nextDouble() < settings.unconditional ? 0 : 1);
    }
    var inputs = new LinkedHashMap<String, NdArray>();
    inputs.put("data", data);
    inputs.put("noise", noise(random, b, channels, frames));
    inputs.put("keep", keep);
    inputs.put("valid", valid);
    inputs.put("given", given);
    inputs.putAll(networks.conditions(chosen.items().stream().mapToInt(i -> i), frames, latents));
    return new Batch(b, frames, inputs);
  }

  /// A standard normal draw.
  public static NdArray noise(RandomGenerator random, long... shape) {
    var noise = NdArray.zeros(DType.F32, shape);
    var draws = noise.floats();
    for (int i = 0; i < noise.size(); i++) {
      draws.put(i, (float) random.nextGaussian());
    }
    return noise;
  }

  /// One stretch to fill in, at a random place, or all from a random place on.
  private void keep(NdArray keep, int at, int frames, RandomGenerator random) {
    boolean isWhole = random.nextDouble() >= settings.inpainting;
    if (isWhole || frames < 2 || !networks.takesSound()) {
      return;
    }
    fill(keep, at, frames, 1);
    int from = random.nextInt(frames);
    int to = random.nextBoolean() ? frames : from + 1 + random.nextInt(frames - from);
    fill(keep, at + from, to - from, 0);
  }

  private static void fill(NdArray array, int at, int count, float value) {
    var floats = array.floats();
    for (int i = 0; i < count; i++) {
      floats.put(at + i, value);
    }
  }
}
