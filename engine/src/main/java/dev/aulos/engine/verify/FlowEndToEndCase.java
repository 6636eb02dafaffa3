package dev.aulos.engine.verify;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import dev.aulos.engine.codec.Chunking;
import dev.aulos.engine.codec.SameNoise;
import dev.aulos.engine.conditioning.T5GemmaFiles;
import dev.aulos.engine.conditioning.TextEncoder;
import dev.aulos.engine.diffusion.KeepMask;
import dev.aulos.engine.diffusion.LocalCondition;
import dev.aulos.engine.diffusion.Padding;
import dev.aulos.engine.files.PreparedWeights;
import dev.aulos.engine.files.Scopes;
import dev.aulos.engine.files.TextFile;
import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.engine.pipeline.Inpainting;
import dev.aulos.engine.pipeline.Networks;
import dev.aulos.engine.pipeline.Plan;
import dev.aulos.engine.pipeline.Run;
import dev.aulos.engine.sampling.DistShift;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.LogSnr;
import dev.aulos.engine.sampling.SamplerFamily;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.engine.sampling.Warp;
import dev.aulos.graph.Backend;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import dev.aulos.models.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Cases of a whole model of Stable Audio 3: prompts and durations to audio, editing included, in
/// every treatment of padding that the case has.
final class FlowEndToEndCase {
  private final ReferenceCase reference;
  private final ModelConfig.TextToAudio config;
  private final Weights golden;
  private final Checks checks;
  private final int hop;

  private FlowEndToEndCase(ReferenceCase reference) throws IOException {
    this.reference = reference;
    config = (ModelConfig.TextToAudio) ModelConfig.of(reference.config());
    golden = reference.weights("golden.safetensors");
    checks = new Checks(reference, golden);
    hop = config.autoencoder().orElseThrow().hop();
  }

  /// Whether a case is of this family: runs of generation calls on a whole model.
  static boolean fits(ReferenceCase reference) {
    var file = reference.file("model_config.json");
    var runs = reference.json().get("runs");
    if (runs == null || !runs.isJsonObject() || !Files.exists(file)) {
      return false;
    }
    for (var run : runs.getAsJsonObject().entrySet()) {
      if (!run.getValue().isJsonObject() || !run.getValue().getAsJsonObject().has("generate")) {
        return false;
      }
    }
    try {
      var config = JsonParser.parseString(TextFile.read(file)).getAsJsonObject();
      return config.get("model_type").getAsString().equals("diffusion_cond_inpaint");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Check> run(ReferenceCase reference, Backend backend) throws IOException {
    var all = new FlowEndToEndCase(reference);
    all.runs(backend);
    return all.checks.done();
  }

  private void runs(Backend backend) throws IOException {
    var weights = PreparedWeights.of(reference.weights("model.safetensors"), config.dit());
    var text = config.text();
    var files = T5GemmaFiles.open(reference.file(text.encoder()));
    var encoder =
        TextEncoder.withLearnedPadding(
            files.encoder(backend, text.maxTokens()),
            T5GemmaFiles.ids(files.tokenizer()),
            weights,
            Scopes.CONDITIONERS.at(text.id()));
    var diffusion = Networks.diffusion(backend, config, weights);
    try (var networks = new Networks(backend, config, weights, encoder, diffusion)) {
      for (var entry : reference.json().getAsJsonObject("runs").entrySet()) {
        var settings = entry.getValue().getAsJsonObject();
        var modes = settings.getAsJsonArray("attention_padding_modes");
        for (var mode : modes) {
          var place = entry.getKey() + (modes.size() > 1 ? "/" + mode.getAsString() : "");
          run(entry.getKey(), place, settings, treatment(mode), networks);
        }
        if (modes.size() > 0 && !settings.get("ae_noise").getAsBoolean()) {
          continue; // its draws were silenced, so that a seed alone does not give them
        }
        seeded(entry.getKey(), settings, treatment(modes.get(0)), networks);
      }
    }
  }

  private static Padding.Treatment treatment(JsonElement mode) {
    return mode.getAsString().equals("drop")
        ? Padding.Treatment.DROP
        : Padding.Treatment.ZERO_VALUES;
  }

  private void run(
      String key,
      String place,
      JsonObject settings,
      Padding.Treatment treatment,
      Networks networks) {
    var own = plan(settings, treatment, Optional.empty());
    checks.compareIfExpected(key + "/sigmas", levels(own));
    var stored = stored(key + "/sigmas").or(() -> stored(place + "/sigmas"));
    var plan = plan(settings, treatment, stored);
    var draws = new ArrayList<float[]>();
    for (var name : settings.getAsJsonArray("noise")) {
      draws.add(golden.get(name.getAsString()).toFloats());
    }
    var noise = RecordedNoise.of(draws);
    boolean drawn = settings.get("ae_noise").getAsBoolean();
    var run = new Run(networks, plan, noise, drawn ? noise : SameNoise.OFF, Cancellation.none());
    var states = new ArrayList<float[]>();
    var estimates = new ArrayList<float[]>();
    int steps = plan.schedule().steps();
    boolean more = true;
    while (more) {
      var before = run.latents();
      int step = run.step();
      boolean wanted = settings.getAsJsonObject("generate").has("return_latents");
      if (wanted && step == steps) {
        break;
      }
      more = run.advance();
      if (run.step() > step) {
        states.add(before.toFloats());
        estimates.add(run.denoised().toFloats());
      }
    }
    compare(key, run);
    if (!place.equals(key)) {
      checks.compareIfExpected(place + "/sigmas", levels(own));
      compare(place, run);
    }
    negativeMask(key, settings, networks);
    negativeMask(place, settings, networks);
    steps(place + "/x_steps", withStart(states, run, plan, draws.get(0)), plan);
    steps(place + "/denoised_steps", estimates, plan);
    checks.compareIfExpected(place + "/latents", run.latents());
    if (run.stage() == Run.Stage.DONE) {
      audio(place, settings, plan, run.sounds());
    }
  }

  /// Before the first step the run still holds bare noise.
  private List<float[]> withStart(List<float[]> states, Run run, Plan plan, float[] initial) {
    var all = new ArrayList<>(states);
    var start = initial.clone();
    float level = plan.schedule().level(0, 0);
    if (run.initLatents().isPresent()) {
      var latent = run.initLatents().get().toFloats();
      var data = new float[start.length];
      for (int i = 0; i < data.length; i++) {
        data[i] = latent[i % latent.length];
      }
      plan.sampler().interpolant().start(start, data, level);
    } else {
      plan.sampler().interpolant().start(start, level);
    }
    all.set(0, start);
    return all;
  }

  private void compare(String key, Run run) {
    var conditioning = run.conditioning().orElseThrow();
    checks.compareIfExpected(key + "/cross_tokens", conditioning.cross());
    checks.compareIfExpected(key + "/global", conditioning.global());
    conditioning
        .negative()
        .ifPresent(n -> checks.compareIfExpected(key + "/negative_cross_tokens", n));
    run.initLatents().ifPresent(l -> checks.compareIfExpected(key + "/init_latents", l));
    run.keptLatents().ifPresent(l -> checks.compareIfExpected(key + "/inpaint_latents", l));
    if (run.localCondition() instanceof LocalCondition.Given given) {
      checks.compareIfExpected(key + "/local", given.values());
    }
  }

  /// The rows of the negative prompt that say something, that of the duration included.
  private void negativeMask(String place, JsonObject settings, Networks networks) {
    var name = place + "/negative_mask";
    if (!checks.expects(name)) {
      return;
    }
    var call = settings.getAsJsonObject("generate");
    int rows = config.text().maxTokens();
    int batch = (int) golden.shape(name)[0];
    int width = (int) golden.shape(name)[1];
    var texts = repeated(texts(call.get("negative_prompt")), batch);
    var mask = NdArray.zeros(DType.F32, batch, width);
    var out = mask.floats();
    for (var text : texts) {
      int tokens = networks.text().tokens(text, rows);
      for (int i = 0; i < width; i++) {
        out.put(i < tokens || i >= rows ? 1 : 0);
      }
    }
    checks.compare(name, mask, 0);
  }

  private static NdArray levels(Plan plan) {
    int steps = plan.schedule().steps();
    var levels = NdArray.zeros(DType.F32, plan.batch(), steps + 1L);
    var out = levels.floats();
    for (int item = 0; item < plan.batch(); item++) {
      for (int step = 0; step <= steps; step++) {
        out.put(plan.schedule().level(item, step));
      }
    }
    return levels;
  }

  /// The recorded schedule: latents react to its last bits.
  private Optional<Schedule> stored(String name) {
    if (!checks.expects(name)) {
      return Optional.empty();
    }
    var levels = checks.input(name);
    int length = (int) levels.dim(-1);
    var items = new ArrayList<Schedule>();
    for (int from = 0; from < levels.size(); from += length) {
      items.add(Schedule.of(Arrays.copyOfRange(levels.toFloats(), from, from + length)));
    }
    return Optional.of(items.size() == 1 ? items.get(0) : Schedule.ofItems(items));
  }

  private void steps(String name, List<float[]> values, Plan plan) {
    if (!checks.expects(name)) {
      return;
    }
    var all =
        NdArray.zeros(
            DType.F32, values.size(), plan.batch(), config.dit().channels(), plan.frames());
    var out = all.floats();
    values.forEach(out::put);
    checks.compare(name, all);
  }

  private void audio(String place, JsonObject settings, Plan plan, List<float[][]> sounds) {
    var durations = numbers(settings.getAsJsonObject("generate").get("duration"));
    boolean cut = Collections.min(durations).equals(Collections.max(durations));
    int canvas = plan.frames() * hop;
    int wanted = cut ? (int) (durations.get(0) * config.sampleRate()) : canvas;
    checks.compareIfExpected(place + "/audio", joined(sounds, Math.min(wanted, canvas), true));
    checks.compareIfExpected(place + "/audio_decoded", joined(sounds, canvas, false));
  }

  private NdArray joined(List<float[][]> sounds, int samples, boolean clamped) {
    var all = NdArray.zeros(DType.F32, sounds.size(), config.audioChannels(), samples);
    var out = all.floats();
    for (var sound : sounds) {
      for (var channel : sound) {
        for (int i = 0; i < samples; i++) {
          out.put(clamped ? Math.max(-1, Math.min(1, channel[i])) : channel[i]);
        }
      }
    }
    return all;
  }

  /// The same from the seed alone, for runs whose draws all count.
  private void seeded(
      String key, JsonObject settings, Padding.Treatment treatment, Networks networks) {
    long seed = settings.getAsJsonObject("generate").get("seed").getAsLong();
    var plan = plan(settings, treatment, Optional.empty());
    var run = new Run(networks, plan, TorchRandom.ofSeed(seed), Cancellation.none());
    while (run.advance()) {
      // piece by piece
    }
    checks.compareOwnMath(key + "/latents", run.latents());
  }

  private Plan plan(JsonObject settings, Padding.Treatment treatment, Optional<Schedule> schedule) {
    var call = settings.getAsJsonObject("generate");
    int frames = settings.get("latent_frames").getAsInt();
    var texts = texts(call.get("prompt"));
    var durations = numbers(call.get("duration"));
    int batch = Math.max(texts.size(), durations.size());
    var family = SamplerFamily.FLOW_3;
    var name = call.has("sampler_type") ? call.get("sampler_type").getAsString() : "pingpong";
    boolean fromSound = call.has("init_audio");
    double max = fromSound ? call.get("init_noise_level").getAsDouble() : 1;
    var samples = new long[batch];
    Arrays.fill(samples, (long) frames * hop);
    boolean chunked = !call.has("chunked_decode") || call.get("chunked_decode").getAsBoolean();
    var seconds = repeated(durations, batch);
    return new Plan(
        repeated(texts, batch),
        call.has("negative_prompt")
            ? Optional.of(repeated(texts(call.get("negative_prompt")), batch))
            : Optional.empty(),
        Map.of("seconds_total", seconds.stream().mapToDouble(s -> s).toArray()),
        frames,
        family.named(name),
        schedule.orElseGet(() ->
            Schedule.warped(
                call.get("steps").getAsInt(),
                max,
                warp(settings),
                ints(settings.getAsJsonArray("effective_frames")))),
        guidance(call),
        fromSound
            ? Optional.of(sound(call.getAsJsonArray("init_audio"), frames))
            : Optional.empty(),
        false,
        inpainting(call, frames, Collections.max(durations)),
        Optional.empty(),
        Optional.of(new Padding(ints(settings.getAsJsonArray("valid_frames")), treatment)),
        chunked ? Networks.chunking(config.autoencoder().orElseThrow()) : Chunking.WHOLE,
        samples);
  }

  private static Warp warp(JsonObject settings) {
    if (!settings.has("dist_shift")) {
      return LogSnr.DEFAULT;
    }
    var shift = settings.getAsJsonObject("dist_shift");
    var type = shift.get("type").getAsString().toLowerCase(Locale.ROOT);
    if (!type.equals("full")) {
      throw new IllegalArgumentException("a schedule warped by '" + type + "' is not known here");
    }
    return new DistShift(
        shift.get("base_shift").getAsDouble(),
        shift.get("max_shift").getAsDouble(),
        shift.get("min_length").getAsInt(),
        shift.get("max_length").getAsInt(),
        shift.has("use_sine") && shift.get("use_sine").getAsBoolean());
  }

  private static Guidance guidance(JsonObject call) {
    var guidance =
        Guidance.of(call.has("cfg_scale") ? call.get("cfg_scale").getAsFloat() : 1)
            .withApg(call.has("apg_scale") ? call.get("apg_scale").getAsFloat() : 1);
    if (call.has("scale_phi")) {
      guidance = guidance.withRescale(call.get("scale_phi").getAsFloat());
    }
    if (call.has("cfg_norm_threshold")) {
      guidance = guidance.withNormThreshold(call.get("cfg_norm_threshold").getAsFloat());
    }
    if (call.has("cfg_interval")) {
      var interval = call.getAsJsonArray("cfg_interval");
      guidance = guidance.within(interval.get(0).getAsFloat(), interval.get(1).getAsFloat());
    }
    return guidance;
  }

  private Optional<Inpainting> inpainting(JsonObject call, int frames, double seconds) {
    if (!call.has("inpaint_audio")) {
      return Optional.empty();
    }
    var starts = numbers(call.get("inpaint_mask_start_seconds"));
    var ends = numbers(call.get("inpaint_mask_end_seconds"));
    var regions = new ArrayList<KeepMask.Region>();
    for (int i = 0; i < starts.size(); i++) {
      regions.add(
          new KeepMask.Region(
              (long) (starts.get(i) * config.sampleRate()),
              (long) (ends.get(i) * config.sampleRate())));
    }
    var mask = KeepMask.of(frames * hop, regions, (long) (seconds * config.sampleRate()));
    return Optional.of(new Inpainting(sound(call.getAsJsonArray("inpaint_audio"), frames), mask));
  }

  /// `[tensor, sample rate, samples used]`, on the canvas.
  private NdArray sound(JsonArray source, int frames) {
    var tensor = checks.input(source.get(0).getAsString());
    int channels = (int) tensor.dim(-2);
    int length = (int) tensor.dim(-1);
    var samples = Arrays.copyOf(tensor.toFloats(), channels * length); // the first item
    int rate = source.get(1).getAsInt();
    var sound =
        Pcm.planar(rate, channels, samples).trimTo(Math.min(length, source.get(2).getAsInt()));
    if (rate != config.sampleRate()) {
      sound = Resampler.reference(rate, config.sampleRate()).apply(sound);
    }
    var fitted = (config.audioChannels() == 1 ? sound.toMono() : sound.toStereo());
    fitted = fitted.fitTo(frames * hop);
    return NdArray.of(fitted.planar(), 1, config.audioChannels(), (long) frames * hop);
  }

  private static List<String> texts(JsonElement value) {
    var texts = new ArrayList<String>();
    if (value.isJsonArray()) {
      value.getAsJsonArray().forEach(text -> texts.add(text.getAsString()));
    } else {
      texts.add(value.getAsString());
    }
    return texts;
  }

  private static List<Double> numbers(JsonElement value) {
    var numbers = new ArrayList<Double>();
    if (value.isJsonArray()) {
      value.getAsJsonArray().forEach(number -> numbers.add(number.getAsDouble()));
    } else {
      numbers.add(value.getAsDouble());
    }
    return numbers;
  }

  private static List<Integer> ints(JsonArray values) {
    var ints = new ArrayList<Integer>();
    values.forEach(value -> ints.add(value.getAsInt()));
    return ints;
  }

  private static <T> List<T> repeated(List<T> values, int count) {
    var all = new ArrayList<T>();
    for (int i = 0; i < count; i++) {
      all.add(values.get(values.size() == 1 ? 0 : i));
    }
    return all;
  }
}
