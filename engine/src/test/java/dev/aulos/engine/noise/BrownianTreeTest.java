package dev.aulos.engine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.aulos.engine.sampling.Schedule;
import dev.aulos.testkit.GoldenCase;
import dev.aulos.testkit.GoldenFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrownianTreeTest {
  /// The recorded increments are F32; sums of nodes may be rounded in another order.
  private static final float TOLERANCE = 5e-7f;

  static Stream<GoldenCase> samplers() {
    return GoldenCase.ofKind("samplers-v").stream();
  }

  @Test
  void findsItsCases() {
    assertThat(samplers()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void givesTheNoiseOfTheReference(GoldenCase golden) {
    var tensors = golden.tensors("golden.safetensors");
    int checked = 0;
    for (var element : golden.list("runs")) {
      var run = element.getAsJsonObject();
      if (!run.get("brownian_seed").isJsonNull()) {
        checkRun(golden, run, tensors);
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  @Test
  void doesNotDependOnWhatWasAskedBefore() {
    var whole = BrownianTree.of(17, 0.5f, 80, 20);
    var other = BrownianTree.of(17, 0.5f, 80, 20);
    var expected = new float[20];
    var got = new float[20];
    for (float t = 79; t > 1; t -= 7) {
      other.increment(t - 0.25f, t, got);
    }
    whole.increment(3, 4.5f, expected);
    other.increment(3, 4.5f, got);
    assertThat(got).isEqualTo(expected);
  }

  @Test
  void addsUpOverNeighbouringIntervals() {
    var path = BrownianTree.of(3, 0, 10, 16);
    var first = new float[16];
    var second = new float[16];
    var both = new float[16];
    path.increment(1.5f, 4, first);
    path.increment(4, 9.25f, second);
    path.increment(1.5f, 9.25f, both);
    for (int i = 0; i < 16; i++) {
      assertThat(first[i] + second[i]).isCloseTo(both[i], within(2e-6f));
    }
  }

  @Test
  void rejectsIntervalsThatRunBackwards() {
    var path = BrownianTree.of(3, 0, 10, 2);
    assertThatThrownBy(() -> path.increment(2, 1, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from <= to");
    assertThatThrownBy(() -> BrownianTree.of(3, 2, 1, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void checkRun(GoldenCase golden, JsonObject run, GoldenFile tensors) {
    var key = run.get("key").getAsString();
    var random = TorchRandom.ofSeed(golden.parameters().get("seed").getAsLong());
    var initial = tensors.get(key + "/noise").toFloats();
    assertThat(random.draw(initial.length)).as(key).isEqualTo(initial);
    var seeded = TorchRandom.ofSeed(golden.parameters().get("seed").getAsLong());
    seeded.skip(initial.length);
    assertThat(seeded.nextSeed()).as(key).isEqualTo(run.get("brownian_seed").getAsLong());

    int steps = run.get("steps").getAsInt();
    var schedule =
        Schedule.polyexponential(
            steps,
            run.get("sigma_min").getAsDouble(),
            run.get("sigma_max").getAsDouble(),
            run.get("rho").getAsDouble());
    var noise = random.intervals(schedule.level(steps - 1), schedule.level(0), initial.length);
    var got = new float[initial.length];
    for (int i = 0; i + 1 < steps; i++) {
      noise.fill(schedule.level(i), schedule.level(i + 1), got);
      var name = String.format("%s/step_noise_%02d", key, i);
      assertThat(got).as(name).containsExactly(tensors.get(name).toFloats(), within(TOLERANCE));
    }
  }
}
