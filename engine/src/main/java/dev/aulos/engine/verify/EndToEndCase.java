package dev.aulos.engine.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.files.TextFile;
import dev.aulos.engine.noise.NoiseSource;
import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.pipeline.Networks;
import dev.aulos.engine.pipeline.Plan;
import dev.aulos.engine.pipeline.Run;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.LevelRange;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.CodecConfig;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.t5.T5Config;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Cases of a whole flow model, token ids to audio: every run twice, with the recorded noise and
/// with noise drawn from the seed.
final class EndToEndCase {
  private static final Pattern LEVELS = Pattern.compile("schedule/sigma([\\d.]+)_steps(\\d+)");

  private final ReferenceCase reference;
  private final ModelConfig.TextToAudio config;
  private final CodecConfig codec;
  private final Weights golden;
  private final Checks checks;
  private final Map<String, int[]> ids = new LinkedHashMap<>();

  private EndToEndCase(ReferenceCase reference) throws IOException {
    this.reference = reference;
    config = (ModelConfig.TextToAudio) ModelConfig.of(reference.config());
    codec = config.codec().orElseThrow();
    golden = reference.weights("golden.safetensors");
    checks = new Checks(reference, golden);
    for (var prompt : reference.parameters().getAsJsonObject("prompts").entrySet()) {
      var values = prompt.getValue().getAsJsonArray();
      var row = new int[values.size()];
      Arrays.setAll(row, i -> values.get(i).getAsInt());
      ids.put(prompt.getKey(), row);
    }
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var all = new EndToEndCase(reference);
    all.schedules();
    for (var stored : List.of("model.safetensors", "model.ckpt")) {
      if (Files.exists(reference.file(stored))) {
        all.runs(stored, backend);
      }
    }
    return all.checks.done();
  }

  private void schedules() {
    for (var name : golden.paths()) {
      var settings = LEVELS.matcher(name);
      if (settings.matches()) {
        double max = Double.parseDouble(settings.group(1));
        int steps = Integer.parseInt(settings.group(2));
        checks.compare(name, SamplersCase.levels(Schedule.flow(steps, max)));
      }
    }
  }

  private void runs(String stored, Backend backend) throws IOException {
    var weights = PreparedWeights.of(reference.weights(stored), config.dit());
    var folder = config.text().encoder();
    var textConfig =
        T5Config.of(JsonParser.parseString(TextFile.read(reference.file(folder + "/config.json"))));
    var textWeights = reference.weights(folder + "/model.safetensors");
    var encoder = new TextEncoder(backend, textConfig, textWeights, this::idsOf);
    var diffusion = Networks.diffusion(backend, config, weights);
    try (var networks = new Networks(backend, config, weights, encoder, diffusion)) {
      TextEncoderCase.compare(checks, "text/", textConfig, textWeights, backend);
      checks.compareIfExpected("text/rows", rows(encoder));
      for (var run : reference.entries("runs")) {
        var key = run.get("key").getAsString();
        run(key, new Run(networks, plan(run), recorded(key), Cancellation.none()));
        long seed = reference.parameters().get("seed").getAsLong();
        run(key, new Run(networks, plan(run), TorchRandom.ofSeed(seed), Cancellation.none()));
      }
    }
  }

  private int[] idsOf(String text, int maxTokens) {
    var row = Objects.requireNonNull(ids.get(text), text);
    return Arrays.copyOf(row, Math.min(maxTokens, row.length));
  }

  private NdArray rows(TextEncoder encoder) {
    var texts = new ArrayList<>(ids.keySet());
    return encoder.encode(texts, config.text().maxTokens(), Cancellation.none());
  }

  private Plan plan(JsonObject run) {
    var texts = texts(run.get("prompts"));
    var numbers = new LinkedHashMap<String, double[]>();
    for (var id : List.of("seconds_start", "seconds_total")) {
      if (run.has(id)) {
        var values = run.getAsJsonArray(id);
        var row = new double[values.size()];
        Arrays.setAll(row, i -> values.get(i).getAsDouble());
        numbers.put(id, row);
      }
    }
    var sampler = SamplerFamily.FLOW.named(run.get("sampler").getAsString());
    var level = run.get("init_noise_level");
    boolean fromSound = level != null && !level.isJsonNull();
    double max = fromSound ? level.getAsDouble() : 1;
    int frames = reference.parameters().get("canvas_latents").getAsInt();
    var samples = new long[texts.size()];
    Arrays.fill(samples, (long) frames * codec.hop());
    var negatives = run.get("negative_prompts");
    float rescale = run.has("scale_phi") ? run.get("scale_phi").getAsFloat() : 0;
    return new Plan(
        texts,
        negatives == null || negatives.isJsonNull()
            ? Optional.empty()
            : Optional.of(texts(negatives)),
        numbers,
        frames,
        sampler,
        sampler.schedule(run.get("steps").getAsInt(), LevelRange.DEFAULT.withMax(max)),
        Guidance.of(run.get("cfg_scale").getAsFloat()).withRescale(rescale),
        fromSound ? Optional.of(canvas(frames)) : Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Chunking.WHOLE,
        samples);
  }

  private static List<String> texts(JsonElement list) {
    var texts = new ArrayList<String>();
    list.getAsJsonArray().forEach(text -> texts.add(text.getAsString()));
    return texts;
  }

  /// The sound to start from, followed by silence.
  private NdArray canvas(int frames) {
    var sound = checks.input("init_audio");
    int channels = (int) sound.dim(0);
    int length = (int) sound.dim(1);
    var canvas = NdArray.zeros(DType.F32, 1, channels, (long) frames * codec.hop());
    var in = sound.toFloats();
    int room = frames * codec.hop();
    for (int c = 0; c < channels; c++) {
      canvas.floats(c * room, (c + 1) * room).put(in, c * length, Math.min(length, room));
    }
    return canvas;
  }

  private NoiseSource recorded(String key) {
    var draws = new ArrayList<float[]>();
    for (var name : new TreeSet<>(golden.paths())) {
      if (name.startsWith(key + "/noise_")) {
        draws.add(golden.get(name).toFloats());
      }
    }
    return RecordedNoise.of(draws);
  }

  private void run(String key, Run run) {
    boolean more = true;
    int step = 0;
    while (more) {
      var before = run.latents();
      more = run.advance();
      if (run.step() > step) {
        var prefix = String.format("%s/step_%02d_", key, step);
        if (step > 0) { // before the first step the state is still bare noise
          checks.compareIfExpected(prefix + "x", before);
        }
        checks.compareIfExpected(prefix + "denoised", run.denoised());
        step = run.step();
      }
    }
    checks.compareIfExpected(key + "/step_00_x", checks.input(key + "/noise_00_initial"));
    run.initLatents().ifPresent(l -> checks.compareIfExpected(key + "/init_latents", l));
    checks.compare(key + "/latents", run.latents());
    checks.compare(key + "/audio", sound(run.sounds()));
  }

  private static NdArray sound(List<float[][]> items) {
    int channels = items.get(0).length;
    int frames = items.get(0)[0].length;
    var all = NdArray.zeros(DType.F32, items.size(), channels, frames);
    var values = all.floats();
    items.forEach(item -> Arrays.stream(item).forEach(values::put));
    return all;
  }
}
