package dev.aulos.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.aulos.engine.noise.RecordedNoise;
import dev.aulos.testkit.GoldenCase;
import dev.aulos.testkit.GoldenFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recorded runs on the network `v(x, t) = 0.7·x·t + 0.3·sin(1.3·x + c) − 0.5·t`, step by step.
class SamplerTraceTest {
  static Stream<GoldenCase> traces() {
    return GoldenCase.all(GoldenCase.root()).stream().filter(c -> analytic(c).count() > 0);
  }

  @Test
  void findsItsCases() {
    assertThat(traces()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("traces")
  void goesTheWayOfTheReference(GoldenCase golden) {
    var tensors = golden.tensors("golden.safetensors");
    analytic(golden)
        .forEach(run -> checkRun(golden, tensors, run.getKey(), run.getValue().getAsString()));
  }

  private static Stream<Map.Entry<String, com.google.gson.JsonElement>> analytic(GoldenCase c) {
    if (!c.json().has("runs") || !c.json().get("runs").isJsonObject()) {
      return Stream.of();
    }
    return c.json().getAsJsonObject("runs").entrySet().stream()
        .filter(run -> isAnalytic(run.getValue().getAsJsonObject()))
        .map(run -> Map.entry(run.getKey(), run.getValue().getAsJsonObject().get("sampler")));
  }

  private static boolean isAnalytic(JsonObject run) {
    return run.has("model") && run.get("model").getAsString().equals("analytic");
  }

  private static void checkRun(GoldenCase golden, GoldenFile tensors, String key, String sampler) {
    var x = tensors.get(key + "/x_init").toFloats();
    int items = (int) tensors.shape(key + "/x_init")[0];
    var noise = RecordedNoise.of(draws(tensors, key));
    var run =
        SamplerFamily.FLOW_3
            .named(sampler)
            .start(analytic(tensors), schedule(tensors, key), x, items, noise);
    var states = tensors.get(key + "/x").toFloats();
    var denoised = tensors.get(key + "/denoised").toFloats();
    for (int step = 0; step < run.steps(); step++) {
      close(golden, key + "/x", run.x(), states, step);
      assertThat(run.advance()).isTrue();
      close(golden, key + "/denoised", run.denoised(), denoised, step);
    }
    close(golden, key + "/x", run.x(), states, run.steps());
    assertThat(run.advance()).isFalse();
    assertThat(noise.remaining()).as("%s: draws left", key).isZero();
  }

  private static void close(
      GoldenCase golden, String name, float[] got, float[] expected, int step) {
    var slice = Arrays.copyOfRange(expected, step * got.length, (step + 1) * got.length);
    assertThat(got)
        .as("%s, %d", name, step)
        .containsExactly(slice, within((float) golden.tolerance(name, false)));
  }

  private static List<float[]> draws(GoldenFile tensors, String key) {
    var draws = new ArrayList<float[]>();
    tensors.paths().stream()
        .filter(name -> name.startsWith(key + "/noise/"))
        .sorted()
        .forEach(name -> draws.add(tensors.get(name).toFloats()));
    return draws;
  }

  private static Schedule schedule(GoldenFile tensors, String key) {
    var shape = tensors.shape(key + "/sigmas");
    var levels = tensors.get(key + "/sigmas").toFloats();
    if (shape.length == 1) {
      return Schedule.of(levels);
    }
    int points = (int) shape[1];
    var items = new ArrayList<Schedule>();
    for (int i = 0; i < levels.length; i += points) {
      items.add(Schedule.of(Arrays.copyOfRange(levels, i, i + points)));
    }
    return Schedule.ofItems(items);
  }

  private static Denoiser analytic(GoldenFile tensors) {
    var c = tensors.get("analytic/c").toFloats();
    return (x, times, out) -> {
      int size = x.length / times.length;
      int frames = size / c.length;
      for (int i = 0; i < x.length; i++) {
        double t = times[i / size];
        double wave = Math.sin(1.3 * x[i] + c[i % size / frames]);
        out[i] = (float) (0.7 * x[i] * t + 0.3 * wave - 0.5 * t);
      }
    };
  }
}
