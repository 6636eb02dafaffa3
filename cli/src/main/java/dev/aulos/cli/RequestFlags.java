package dev.aulos.cli;

import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.Peaks;
import dev.aulos.engine.Prompt;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What both `generate` and `edit` can be asked for.
final class RequestFlags {
  @Option(
      names = {"-s", "--seconds"},
      paramLabel = "SECONDS",
      description =
          "Length of the sound. If absent, the model's usual one: 30 s for Stable Audio 3, "
              + "else its longest.")
  @Nullable Double seconds;

  @Option(
      names = "--start",
      paramLabel = "SECONDS",
      description =
          "Where in a longer piece the sound begins, for models that are told so or keep time.")
  @Nullable Double start;

  @Option(
      names = "--tempo",
      paramLabel = "BPM",
      description =
          "Tempo, 30 to 300, for models that keep time, where the prompt names none; chosen by the "
              + "seed if absent.")
  @Nullable Double tempo;

  @Option(
      names = {"-n", "--negative"},
      paramLabel = "TEXT",
      description = "What it should not sound like; needs a guidance scale above 1.")
  @Nullable String negative;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the noise, 0 to 4294967295. The same seed and request repeat a sound.")
  @Nullable Long seed;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "1",
      description = "How many sounds to make at once, from different noise.")
  int batch;

  @Option(names = "--steps", paramLabel = "N", description = "Steps of sampling, 1 to 1000.")
  @Nullable Integer steps;

  @Option(
      names = "--sampler",
      paramLabel = "NAME",
      description = "For flow models: pingpong, euler, dpmpp, rk4; for others: dpmpp-3m-sde, …")
  @Nullable String sampler;

  @Option(
      names = {"--guidance-scale", "--cfg-scale"},
      paramLabel = "X",
      description = "How strongly the prompt is followed; 1 for no guidance, which is faster.")
  @Nullable Double guidanceScale;

  @Option(
      names = "--guidance-rescale",
      paramLabel = "PHI",
      description = "How much of the unguided loudness is restored, 0 to 1.")
  @Nullable Double guidanceRescale;

  @Option(
      names = "--guidance-interval",
      paramLabel = "FROM:TO",
      description = "Noise levels, 0 to 1, between which guidance applies.")
  @Nullable String guidanceInterval;

  @Option(
      names = "--apg",
      paramLabel = "X",
      description =
          "How much of guidance leaves out what points where the sound already points, 0 to 1 "
              + "(Stable Audio 3, which takes 1 if absent).")
  @Nullable Double apg;

  @Option(
      names = "--norm-threshold",
      paramLabel = "X",
      description = "How far guidance may push at once; 0 for any distance (Stable Audio 3).")
  @Nullable Double normThreshold;

  @Option(
      names = "--sigma-min",
      paramLabel = "X",
      description = "Last noise level above 0 (models with the v objective).")
  @Nullable Double sigmaMin;

  @Option(
      names = "--sigma-max",
      paramLabel = "X",
      description = "First noise level; for flow models at most 1.")
  @Nullable Double sigmaMax;

  @Option(
      names = "--rho",
      paramLabel = "X",
      description = "Bend of the noise levels (models with the v objective).")
  @Nullable Double rho;

  @Option(
      names = "--peaks",
      paramLabel = "HOW",
      defaultValue = "limit",
      description = "Sound beyond full scale: limit, normalize, keep. Default: ${DEFAULT-VALUE}.")
  Peaks peaks = Peaks.LIMIT;

  /// The request for a prompt.
  GenerateRequest request(String text) {
    if (text.isBlank()) {
      throw new RequestException("the prompt is empty; say what it should sound like");
    }
    var request = GenerateRequest.of(List.of(prompt(text))).withSampling(sampling());
    if (seed != null) {
      request = request.withSeed(seed);
    }
    return (batch == 1 ? request : request.withBatch(batch)).withPeaks(peaks);
  }

  private Prompt prompt(String text) {
    var prompt = Prompt.of(text);
    if (seconds != null) {
      prompt = prompt.withDuration(Times.of("--seconds", seconds));
    }
    if (start != null) {
      prompt = prompt.withStart(Times.of("--start", start));
    }
    if (tempo != null) {
      prompt = prompt.withTempo(tempo);
    }
    return negative == null ? prompt : prompt.withNegative(negative);
  }

  private SamplingOptions sampling() {
    var options = SamplingOptions.DEFAULT;
    if (sampler != null) {
      options = options.withSampler(sampler);
    }
    if (steps != null) {
      options = options.withSteps(steps);
    }
    if (guidanceScale != null) {
      options = options.withGuidanceScale(guidanceScale);
    }
    if (guidanceRescale != null) {
      options = options.withGuidance(options.guidance().withRescale(guidanceRescale));
    }
    if (guidanceInterval != null) {
      var ends = interval(guidanceInterval);
      options = options.withGuidance(options.guidance().within(ends.get(0), ends.get(1)));
    }
    if (apg != null) {
      options = options.withGuidance(options.guidance().withApg(apg));
    }
    if (normThreshold != null) {
      options = options.withGuidance(options.guidance().withNormThreshold(normThreshold));
    }
    return options.withSigmas(optional(sigmaMin), optional(sigmaMax), optional(rho));
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static List<Double> interval(String text) {
    var ends = new ArrayList<Double>();
    try {
      for (var end : text.split(":", -1)) {
        ends.add(Double.parseDouble(end));
      }
    } catch (NumberFormatException e) {
      throw new RequestException("--guidance-interval " + text + ": expected such as 0.2:0.9");
    }
    if (ends.size() != 2) {
      throw new RequestException("--guidance-interval " + text + ": expected such as 0.2:0.9");
    }
    return ends;
  }
}
