package dev.aulos.cli;

import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.LongGeneration;
import dev.aulos.engine.ModelInfo;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.Settings;
import dev.aulos.models.ModelConfig.Line;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether and how sounds longer than a model's canvas are made.
final class ChainFlags {
  @Option(
      names = "--chain",
      description =
          "Make sounds longer than the model can at once, of several that continue each other "
              + "(Stable Audio 3).")
  boolean chain;

  @Option(
      names = "--overlap",
      paramLabel = "SECONDS",
      description =
          "How much of what there is each part of a chain is told. Default: 10, or a quarter of "
              + "the model's longest.")
  @Nullable String overlap;

  /// Refuses what cannot be meant.
  void check() {
    if (overlap != null && !chain) {
      throw new RequestException("--overlap goes with --chain");
    }
  }

  /// Starts the request of a take, as a chain if it was one.
  Job again(Aulos model, Settings settings, GenerateRequest request) {
    if (chain || overlap != null) {
      throw new RequestException("--from repeats a take as it is; leave --chain and --overlap out");
    }
    return settings.overlap().isPresent()
        ? new Job.Chained(LongGeneration.of(model, request, settings.overlap().get()))
        : new Job.Single(model.start(request));
  }

  /// Starts a request, as a chain if it is longer than the model's canvas and that was asked for.
  Job start(Aulos model, GenerateRequest request) {
    var info = model.info();
    for (var prompt : request.prompts()) {
      if (prompt.duration().isPresent() && exceeds(prompt.duration().get(), info)) {
        return chained(model, request, prompt.duration().get());
      }
    }
    return new Job.Single(model.start(request));
  }

  private Job chained(Aulos model, GenerateRequest request, Duration duration) {
    if (!chain) {
      if (model.info().line() != Line.THREE) {
        return new Job.Single(model.start(request)); // which says how long it may be
      }
      throw new RequestException(
          Times.text(duration)
              + " s: this model makes at most "
              + Times.text(model.info().canvas())
              + " s at once; --chain makes more, of parts that continue each other");
    }
    return new Job.Chained(LongGeneration.of(model, request, overlap(model.info())));
  }

  /// How much each part is told.
  Duration overlap(ModelInfo info) {
    return overlap == null ? LongGeneration.usualOverlap(info) : Times.of("--overlap", overlap);
  }

  /// Whether a time is longer than the model's canvas.
  static boolean exceeds(Duration time, ModelInfo info) {
    long samples = (long) (Times.seconds(time) * info.sampleRate());
    return samples > Math.round(Times.seconds(info.canvas()) * info.sampleRate());
  }
}
