package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.aulos.cli.bench.GemmRate;
import dev.aulos.cli.bench.Measurement;
import dev.aulos.cli.bench.Memory;
import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.Progress.Phase;
import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.RandomModel;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.onnx.OrtOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aulos bench`: how fast a model runs here. Without `--model` a full-size Stable Audio Open Small
/// with random weights, made once (2.4 GB).
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a model on this machine: time, rate and part of the matrix-product rate by stage,",
      "peak memory, time to first audio. Without --model: a full-size Stable Audio Open Small with",
      "random weights, which costs the same; it is made once, 2.4 GB, in the folder of models."
    })
final class BenchCommand implements Callable<Integer> {
  private static final List<Phase> PHASES = List.of(Phase.TEXT, Phase.SAMPLING, Phase.DECODING);
  private static final String SMALL = "stable-audio-open-small";

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "Folder of a model.")
  private @Nullable Path model;

  @Option(
      names = {"-s", "--seconds"},
      paramLabel = "SECONDS",
      description = "Length of the sound; the model's longest if absent.")
  private @Nullable Double seconds;

  @Option(names = "--steps", paramLabel = "N", description = "Steps of sampling.")
  private @Nullable Integer steps;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many threads compute; 0 for one per core.")
  private int threads;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "2",
      description = "Generations after the first one; the fastest counts.")
  private int repeat;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (repeat < 1 || repeat > 1000) {
      throw new RequestException("--repeat " + repeat + ": expected 1 to 1000");
    }
    var folder = model == null ? randomModel() : model;
    var backend = new OrtBackend(OrtOptions.defaults().withThreads(threads));
    double gemm = GemmRate.measure(backend);
    long start = System.nanoTime();
    var options = new Aulos.Options(List.of(Home.ofUser().models()), threads);
    try (var opened = Aulos.open(folder, options, backend)) {
      double opening = (System.nanoTime() - start) / 1e9;
      var first = measure(opened, 0);
      var best = measure(opened, 1);
      for (int i = 2; i <= repeat; i++) {
        var next = measure(opened, i);
        best = next.total() < best.total() ? next : best;
      }
      gemm = Math.max(gemm, GemmRate.measure(backend));
      report(opened, new Result(gemm, opening, first, best));
    }
    return Main.DONE;
  }

  /// All that was measured.
  private record Result(double gemm, double opening, Measurement first, Measurement best) {}

  private Measurement measure(Aulos opened, int run) {
    // another prompt every time, so that no text is remembered
    var request = GenerateRequest.of("128 BPM electronic drum loop, take " + run).withSeed(run);
    if (seconds != null) {
      request = request.withDuration(Duration.ofNanos(Math.round(seconds * 1e9)));
    }
    if (steps != null) {
      request = request.withSteps(steps);
    }
    try (var status = new Status(json)) {
      return Measurement.of(
          opened, request, () -> status.show("run " + (run + 1), run / (repeat + 1.0)));
    }
  }

  private static Path randomModel() throws IOException {
    var folder = Home.ofUser().folder().resolve("bench").resolve(SMALL);
    if (!Files.exists(folder.resolve("model_config.json"))) {
      System.err.println("making a full-size " + SMALL + " with random weights in " + folder);
    }
    RandomModel.write(folder, resource(SMALL), resource("t5-base"), 1);
    return folder;
  }

  private static String resource(String name) throws IOException {
    try (var in = Measurement.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + name + ".json");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void report(Aulos opened, Result result) {
    if (json) {
      System.out.println(new GsonBuilder().setPrettyPrinting().create().toJson(object(result)));
      return;
    }
    var best = result.best;
    System.out.printf(
        Locale.ROOT,
        "%s, %.1f s of sound, %d threads%n",
        opened.info().name(),
        best.audio(),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    System.out.printf(Locale.ROOT, "matrix products   %.1f GFLOP/s%n%n", result.gemm / 1e9);
    System.out.printf("%-10s %9s %10s %9s %7s%n", "stage", "time", "GFLOP", "GFLOP/s", "GEMM");
    for (var phase : PHASES) {
      System.out.printf(
          Locale.ROOT,
          "%-10s %7.2f s %10.1f %9.1f %5.0f %%%n",
          phase.name().toLowerCase(Locale.ROOT),
          best.seconds().getOrDefault(phase, 0.0),
          best.flop().getOrDefault(phase, 0.0) / 1e9,
          best.rate(phase) / 1e9,
          100 * best.rate(phase) / result.gemm);
    }
    System.out.printf(
        Locale.ROOT,
        "%nall %.2f s, %.2f× real time; first generation %.2f s, opening %.2f s%n",
        best.total(),
        best.audio() / best.total(),
        result.first.total(),
        result.opening);
    System.out.printf(
        Locale.ROOT,
        "request to first step %.0f ms, to first audio %.2f s%n",
        1000 * best.toFirstStep(),
        best.toFirstAudio());
    Memory.peakResident()
        .ifPresent(peak ->
            System.out.printf(
                Locale.ROOT,
                "peak resident %.2f GB, of which not mapped from files %.2f GB now%n",
                peak / 1e9,
                Memory.anonymous().orElse(0) / 1e9));
  }

  private static JsonObject object(Result result) {
    var best = result.best;
    var object = new JsonObject();
    object.addProperty("gemm_gflops", result.gemm / 1e9);
    for (var phase : PHASES) {
      var stage = new JsonObject();
      stage.addProperty("seconds", best.seconds().getOrDefault(phase, 0.0));
      stage.addProperty("gflop", best.flop().getOrDefault(phase, 0.0) / 1e9);
      stage.addProperty("gflops", best.rate(phase) / 1e9);
      stage.addProperty("part_of_gemm", best.rate(phase) / result.gemm);
      object.add(phase.name().toLowerCase(Locale.ROOT), stage);
    }
    object.addProperty("seconds", best.total());
    object.addProperty("audio_seconds", best.audio());
    object.addProperty("first_generation_seconds", result.first.total());
    object.addProperty("opening_seconds", result.opening);
    object.addProperty("to_first_step_seconds", best.toFirstStep());
    object.addProperty("to_first_audio_seconds", best.toFirstAudio());
    Memory.peakResident().ifPresent(peak -> object.addProperty("peak_resident_bytes", peak));
    Memory.anonymous().ifPresent(now -> object.addProperty("anonymous_bytes", now));
    return object;
  }
}
