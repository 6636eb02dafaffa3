package dev.aulos.train;

import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.SafetensorsWriter;
import dev.aulos.weights.WeightViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Training of a text-to-audio model on latents: its transformer, its conditioners and its text
/// encoder together, by the objective its configuration names.
///
/// The items of a batch have similar lengths, and there are as many of them as a batch's frames
/// allow: each batch is drawn from one length class, classes as often as they have frames.
public final class FlowTask implements TrainingTask {
  private final Backend backend;
  private final FlowNetworks networks;
  private final Settings settings;
  private final Latents latents;
  private final LengthClasses classes;
  private final Map<Integer, TrainingStep> steps = new LinkedHashMap<>();
  private final Parameters start;

  /// How batches are drawn.
  ///
  /// @param lengths frames to which items are filled up, rising
  /// @param batchFrames frames of a batch, about
  /// @param unconditional how often the text and the duration are withheld, for guidance
  /// @param inpainting how often the sound is to be filled in or continued
  /// @param seed of all draws
  public record Settings(
      List<Integer> lengths, int batchFrames, double unconditional, double inpainting, long seed) {
    /// Copies the list.
    public Settings {
      lengths = List.copyOf(lengths);
    }
  }

  /// Training of these networks from these values.
  ///
  /// @param start for all parameters of the networks
  public FlowTask(
      Backend backend,
      FlowNetworks networks,
      Settings settings,
      Latents latents,
      Parameters start) {
    this.backend = backend;
    this.networks = networks;
    this.settings = settings;
    this.latents = latents;
    this.start = start;
    classes = LengthClasses.of(latents, settings.lengths);
  }

  @Override
  public Parameters start() {
    return start.copy();
  }

  @Override
  public Map<String, Double> step(
      long step, Parameters parameters, Parameters gradients, Cancellation cancellation) {
    var random = new Random(settings.seed ^ (step * 0x9E3779B97F4A7C15L));
    var drawn = classes.draw(random, settings.batchFrames);
    var compiled =
        steps.computeIfAbsent(
            drawn.frames(),
            frames -> {
              var plan = networks.plan(drawn.items().length, frames);
              return TrainingStep.compile(backend, plan, parameters);
            });
    return compiled.run(batch(drawn, random), parameters, gradients, cancellation);
  }

  private Map<String, NdArray> batch(LengthClasses.Drawn drawn, Random random) {
    int b = drawn.items().length;
    int frames = drawn.frames();
    int channels = networks.channels();
    var data = NdArray.zeros(DType.F32, b, channels, frames);
    var keep = NdArray.zeros(DType.F32, b, frames);
    var valid = NdArray.zeros(DType.F32, b, frames);
    var given = NdArray.zeros(DType.F32, b, 1, 1);
    for (int i = 0; i < b; i++) {
      int item = drawn.items()[i];
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
    var noise = NdArray.zeros(DType.F32, b, channels, frames);
    var draws = noise.floats();
    for (int i = 0; i < noise.size(); i++) {
      draws.put(i, (float) random.nextGaussian());
    }
    var inputs = new LinkedHashMap<String, NdArray>();
    inputs.put("data", data);
    inputs.put("noise", noise);
    inputs.put("keep", keep);
    inputs.put("valid", valid);
    inputs.put("given", given);
    inputs.putAll(networks.conditions(Arrays.stream(drawn.items()), latents));
    inputs.putAll(networks.times(b, random));
    return inputs;
  }

  /// One stretch to fill in, at a random place, or all from a random place on.
  private void keep(NdArray keep, int at, int frames, RandomGenerator random) {
    if (random.nextDouble() >= settings.inpainting || frames < 2) {
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

  @Override
  public void export(Path folder, Parameters parameters) throws IOException {
    var text = WeightViews.prefixed(parameters, FlowNetworks.TEXT);
    var own = new SafetensorsWriter();
    for (var path : parameters.paths()) {
      if (!path.startsWith(FlowNetworks.TEXT)) {
        own.add(path, parameters.get(path));
      }
    }
    own.write(folder.resolve("diffusion.safetensors"));
    new SafetensorsWriter().addAll(text).write(folder.resolve("text.safetensors"));
  }

  @Override
  public void close() {
    steps.values().forEach(TrainingStep::close);
  }
}
