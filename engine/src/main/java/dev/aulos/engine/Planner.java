package dev.aulos.engine;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.Resampler;
import dev.aulos.engine.diffusion.KeepMask;
import dev.aulos.engine.pipeline.Inpainting;
import dev.aulos.engine.pipeline.Networks;
import dev.aulos.engine.pipeline.Plan;
import dev.aulos.engine.sampling.Guidance;
import dev.aulos.engine.sampling.LevelRange;
import dev.aulos.engine.sampling.Sampler;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.models.Autoencoder;
import dev.aulos.models.Conditioner;
import dev.aulos.models.ModelConfig;
import dev.aulos.models.ModelConfig.Line;
import dev.aulos.models.conditioner.BeatPhases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// Decides all that a request leaves open, for one model.
final class Planner {
  private final ModelConfig.TextToAudio config;
  private final Autoencoder autoencoder;
  private final Lengths lengths;
  private final Defaults defaults;

  Planner(ModelConfig.TextToAudio config, Autoencoder autoencoder) {
    this.config = config;
    this.autoencoder = autoencoder;
    lengths = new Lengths(config, autoencoder);
    defaults = Defaults.of(config);
  }

  /// How sounds lie on the canvas.
  Lengths lengths() {
    return lengths;
  }

  Plan plan(GenerateRequest request) {
    request.prompts().forEach(this::checkStart);
    request.prompts().forEach(this::checkTempo);
    var sampling = request.sampling();
    var sampler = sampler(sampling.sampler().orElse(defaults.sampler()));
    int steps = sampling.steps().orElse(defaults.steps());
    var seconds = new ArrayList<Double>();
    request.prompts().forEach(p -> seconds.add(seconds(p)));
    var samples = samples(seconds);
    int frames = lengths.frames(seconds);
    return new Plan(
        texts(request),
        negatives(request),
        numbers(request),
        frames,
        sampler,
        sampler.schedule(steps, range(request)),
        guidance(request),
        request.init().map(init -> canvas(init.sound(), frames)),
        request.init().map(InitAudio::mean).orElse(false),
        request.inpaint().map(parts -> inpainting(parts, frames, Collections.max(seconds))),
        beats(request, frames),
        lengths.padding(seconds),
        Networks.chunking(autoencoder),
        samples);
  }

  private Inpainting inpainting(Inpaint parts, int frames, double seconds) {
    if (config.line() != Line.THREE) {
      throw new RequestException(
          "this model cannot be told what to keep; inpainting needs a model of Stable Audio 3");
    }
    var regions = new ArrayList<KeepMask.Region>();
    for (var region : parts.regions()) {
      double start = Prompt.seconds(region.start());
      if (start >= seconds) {
        throw new RequestException(
            String.format("region from %.3f s: the sound is %.3f s long", start, seconds));
      }
      regions.add(
          new KeepMask.Region(
              lengths.samples(start), lengths.samples(Prompt.seconds(region.end()))));
    }
    var mask = KeepMask.of(frames * autoencoder.hop(), regions, lengths.samples(seconds));
    return new Inpainting(canvas(parts.sound(), frames), mask);
  }

  /// The request with everything said that it left to the model, but for the seed.
  GenerateRequest resolved(GenerateRequest request) {
    var sampling = request.sampling();
    var range = range(request);
    var all =
        sampling
            .withSampler(sampling.sampler().orElse(defaults.sampler()))
            .withSteps(sampling.steps().orElse(defaults.steps()))
            .withGuidance(
                sampling
                    .guidance()
                    .withScale(sampling.guidance().scale().orElse(defaults.guidanceScale()))
                    .withApg(sampling.guidance().apg().orElse(defaults.apg())))
            .withRange(range);
    return request.withSampling(all);
  }

  private Sampler sampler(String name) {
    try {
      return defaults.family().named(name);
    } catch (IllegalArgumentException e) {
      throw new RequestException(
          "sampler '" + name + "': this model has " + String.join(", ", defaults.family().names()));
    }
  }

  private LevelRange range(GenerateRequest request) {
    var sampling = request.sampling();
    double max = sampling.sigmaMax().orElse(defaults.range().max());
    if (request.init().isPresent()) {
      max = request.init().get().noiseLevel();
    }
    if (config.objective().isFlow() && max > 1) {
      throw new RequestException(
          (request.init().isPresent() ? "init noise level " : "sigma max ")
              + max
              + ": expected at most 1 for this model");
    }
    double min = sampling.sigmaMin().orElse(Math.min(defaults.range().min(), max));
    if (min > max) {
      throw new RequestException("sigma min " + min + ": expected at most sigma max " + max);
    }
    return new LevelRange(min, max, sampling.rho().orElse(defaults.range().rho()));
  }

  private Guidance guidance(GenerateRequest request) {
    var options = request.sampling().guidance();
    double scale = options.scale().orElse(defaults.guidanceScale());
    if (scale == 1 && request.prompts().stream().anyMatch(p -> p.negative().isPresent())) {
      throw new RequestException(
          "a negative prompt works through guidance, which is off at scale 1; "
              + "set a guidance scale above 1");
    }
    double apg = options.apg().orElse(defaults.apg());
    if (config.line() != Line.THREE && (apg != 0 || options.normThreshold() != 0)) {
      throw new RequestException("apg and norm threshold: only models of Stable Audio 3 have them");
    }
    return new Guidance(
            (float) scale, (float) options.rescale(), (float) options.from(), (float) options.to())
        .withApg((float) apg)
        .withNormThreshold((float) options.normThreshold());
  }

  private static List<String> texts(GenerateRequest request) {
    var texts = new ArrayList<String>();
    request.prompts().forEach(p -> texts.add(p.text()));
    return texts;
  }

  private static Optional<List<String>> negatives(GenerateRequest request) {
    var texts = new ArrayList<String>();
    request.prompts().forEach(p -> texts.add(p.negative().orElse("")));
    boolean any = request.prompts().stream().anyMatch(p -> p.negative().isPresent());
    return any ? Optional.of(texts) : Optional.empty();
  }

  private Map<String, double[]> numbers(GenerateRequest request) {
    var numbers = new LinkedHashMap<String, double[]>();
    for (var conditioner : config.conditioners()) {
      if (conditioner instanceof Conditioner.Quantity quantity) {
        numbers.put(quantity.id(), each(request, value(quantity.id())));
      }
    }
    return numbers;
  }

  /// What a number conditioner is told.
  private ToDoubleFunction<Prompt> value(String id) {
    return switch (id) {
      case "seconds_start" -> this::told;
      case "seconds_total" -> p -> told(p) + seconds(p);
      default ->
          throw new RequestException("the model wants a number '" + id + "', which is not known");
    };
  }

  /// Whether it matters to the model where in a longer piece a sound begins.
  boolean knowsStart() {
    return config.hasBeats() || isToldStart();
  }

  private boolean isToldStart() {
    return config.conditioners().stream().anyMatch(c -> c.id().equals("seconds_start"));
  }

  private void checkStart(Prompt prompt) {
    if (!prompt.start().isZero() && !knowsStart()) {
      throw new RequestException(
          String.format(
              "start %s s: this model cannot be told where in a longer piece a sound begins; "
                  + "leave it out",
              Range.plain(Prompt.seconds(prompt.start()))));
    }
  }

  private void checkTempo(Prompt prompt) {
    if (prompt.tempo().isEmpty()) {
      return;
    }
    var asked = Range.plain(prompt.tempo().getAsDouble());
    if (!config.hasBeats()) {
      throw new RequestException(
          "tempo " + asked + ": this model cannot be told one; say it in the prompt");
    }
    var named = BeatPhases.tempo(prompt.text());
    if (named.isPresent() && named.getAsDouble() != prompt.tempo().getAsDouble()) {
      throw new RequestException(
          String.format(
              "tempo %s: the prompt says %s BPM; leave one of them out",
              asked, Range.plain(named.getAsDouble())));
    }
  }

  /// The request with a tempo for every item, for models that are told beats.
  GenerateRequest inTime(GenerateRequest seeded) {
    long seed = seeded.seed().orElseThrow();
    return config.hasBeats() ? seeded.withEach(p -> Tempos.inTime(p, seed)) : seeded;
  }

  /// Where in a longer piece an item begins, as far as numbers tell the model.
  private double told(Prompt prompt) {
    return isToldStart() ? Prompt.seconds(prompt.start()) : 0;
  }

  /// Where in the bar the frames of each item are that has a tempo.
  private Optional<NdArray> beats(GenerateRequest request, int frames) {
    if (!config.hasBeats()) {
      return Optional.empty();
    }
    var starts = each(request, p -> Prompt.seconds(p.start()));
    double apart = autoencoder.hop() / (double) config.sampleRate();
    var tempos = request.prompts().stream().map(Tempos::of).collect(Collectors.toList());
    return Optional.of(BeatPhases.of(tempos, starts, apart, frames));
  }

  private double seconds(Prompt prompt) {
    return prompt.duration().map(Prompt::seconds).orElse(lengths.usual());
  }

  private long[] samples(List<Double> seconds) {
    var samples = new long[seconds.size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = lengths.samples(seconds.get(i));
      if (samples[i] > config.sampleSize()) {
        throw new RequestException(
            String.format(
                "duration %.3f s: this model makes at most %.3f s at once",
                seconds.get(i), lengths.longest()));
      }
      if (samples[i] < 1) {
        throw new RequestException("duration " + seconds.get(i) + " s is less than one sample");
      }
    }
    return samples;
  }

  private static double[] each(GenerateRequest request, ToDoubleFunction<Prompt> value) {
    return request.prompts().stream().mapToDouble(value).toArray();
  }

  /// A sound at the model's rate and channels, cut or followed by silence to the canvas.
  private NdArray canvas(Pcm sound, int frames) {
    var fitted = brought(sound).fitTo(frames * autoencoder.hop());
    var canvas = NdArray.zeros(DType.F32, 1, config.audioChannels(), fitted.frames());
    canvas.floats().put(fitted.planar());
    return canvas;
  }

  /// A sound at the model's rate and channels.
  Pcm brought(Pcm sound) {
    return fitted(
        sound.sampleRate() == config.sampleRate()
            ? sound
            : Resampler.reference(sound.sampleRate(), config.sampleRate()).apply(sound));
  }

  private Pcm fitted(Pcm sound) {
    if (sound.channels() == config.audioChannels()) {
      return sound;
    }
    return switch (config.audioChannels()) {
      case 1 -> sound.toMono();
      case 2 -> sound.toStereo();
      default ->
          throw new RequestException(
              String.format(
                  "init audio has %d channels, this model's sound has %d",
                  sound.channels(), config.audioChannels()));
    };
  }
}
