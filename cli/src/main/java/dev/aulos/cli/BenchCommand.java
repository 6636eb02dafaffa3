package dev.aulos.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.aulos.cli.bench.FullSize;
import dev.aulos.cli.bench.GemmRate;
import dev.aulos.cli.bench.Measurement;
import dev.aulos.cli.bench.Memory;
import dev.aulos.cli.bench.Result;
import dev.aulos.engine.Aulos;
import dev.aulos.engine.GenerateRequest;
import dev.aulos.engine.RequestException;
import dev.aulos.onnx.OrtBackend;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aulos bench`: how fast a model runs here. Without `--model` a full-size one with random
/// weights, made once.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a model on this machine: time, rate and part of the matrix-product rate by stage,",
      "peak memory, time to first audio. Without --model: a full-size model with random weights,",
      "which costs the same; it is made once, 2.4 to 9.8 GB, in the folder of models."
    })
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "Folder of a model.")
  private @Nullable Path model;

  @Option(
      names = "--full-size",
      paramLabel = "NAME",
      defaultValue = "stable-audio-open-small",
      description =
          "The sizes without --model: stable-audio-open-small, stable-audio-3-small or"
              + " stable-audio-3-medium. Default: ${DEFAULT-VALUE}.")
  private String fullSize = "";

  @Option(
      names = {"-s", "--seconds"},
      paramLabel = "SECONDS",
      split = ",",
      description = "Lengths of the sound, such as 5,30,120; the model's own if absent.")
  private List<Double> seconds = List.of();

  @Option(names = "--steps", paramLabel = "N", description = "Steps of sampling.")
  private @Nullable Integer steps;

  @Mixin private ThreadFlags compute = new ThreadFlags();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "2",
      description = "Generations after the first one of each length; the fastest counts.")
  private int repeat;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private int runs;

  @Override
  public Integer call() throws IOException {
    if (repeat < 1 || repeat > 1000) {
      throw new RequestException("--repeat " + repeat + ": expected 1 to 1000");
    }
    var folder =
        model == null
            ? FullSize.named(fullSize).in(Home.ofUser().folder().resolve("bench"))
            : model;
    var backend = compute.backend();
    long start = System.nanoTime();
    var options = new Aulos.Options(List.of(Home.ofUser().models()), compute.threads);
    try (var opened = Aulos.open(folder, options, backend)) {
      double opening = (System.nanoTime() - start) / 1e9;
      if (!json) {
        System.out.printf(
            Locale.ROOT,
            "%s, %d threads, opened in %.2f s%n",
            opened.info().name(),
            compute.threads == 0 ? Runtime.getRuntime().availableProcessors() : compute.threads,
            opening);
      }
      var results = results(opened, backend);
      if (json) {
        System.out.println(
            new GsonBuilder().setPrettyPrinting().create().toJson(object(opening, results)));
      }
    }
    return Main.DONE;
  }

  private List<Result> results(Aulos opened, OrtBackend backend) {
    var results = new ArrayList<Result>();
    var lengths = new ArrayList<OptionalDouble>();
    seconds.forEach(length -> lengths.add(OptionalDouble.of(length)));
    if (lengths.isEmpty()) {
      lengths.add(OptionalDouble.empty());
    }
    for (var length : lengths) {
      var result = result(opened, backend, length);
      results.add(result);
      if (!json) {
        System.out.println();
        result.print(System.out);
      }
    }
    return results;
  }

  private Result result(Aulos opened, OrtBackend backend, OptionalDouble length) {
    double gemm = GemmRate.measure(backend);
    Memory.forgetPeak();
    var first = measure(opened, length);
    var best = measure(opened, length);
    for (int i = 2; i <= repeat; i++) {
      var next = measure(opened, length);
      best = next.total() < best.total() ? next : best;
    }
    var peak = Memory.peakResident();
    var anonymous = Memory.anonymous();
    return new Result(Math.max(gemm, GemmRate.measure(backend)), first, best, peak, anonymous);
  }

  private Measurement measure(Aulos opened, OptionalDouble length) {
    int run = runs++;
    // another prompt every time, so that no text is remembered
    var request = GenerateRequest.of("128 BPM electronic drum loop, take " + run).withSeed(run);
    if (length.isPresent()) {
      request = request.withDuration(Duration.ofNanos(Math.round(length.getAsDouble() * 1e9)));
    }
    if (steps != null) {
      request = request.withSteps(steps);
    }
    int all = Math.max(1, seconds.size()) * (repeat + 1);
    try (var status = new Status(json)) {
      return Measurement.of(
          opened, request, () -> status.show("run " + (run + 1), run / (double) all));
    }
  }

  private static JsonObject object(double opening, List<Result> results) {
    var object = new JsonObject();
    object.addProperty("opening_seconds", opening);
    var array = new JsonArray();
    results.forEach(result -> array.add(result.json()));
    object.add("runs", array);
    return object;
  }
}
