package dev.aulos.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.engine.noise.TorchRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Samplers on data whose perfect network is known: one point, and a normal distribution.
class SamplerTest {
  private static final LevelRange RANGE = new LevelRange(0.02, 80, 1);
  private static final double DEVIATION = 0.6;

  /// All but rk4, which asks for the velocity at the data, where one point has none.
  static Stream<Arguments> samplers() {
    return Stream.of(SamplerFamily.values())
        .flatMap(f ->
            f.names().stream()
                .filter(name -> !name.equals("rk4"))
                .map(name -> Arguments.of(f, name)));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void endsAtTheOnlyDataThereIs(SamplerFamily family, String name) {
    var sampler = family.named(name);
    var schedule = sampler.schedule(12, RANGE);
    var x = TorchRandom.ofSeed(1).draw(48);
    sampler.interpolant().start(x, schedule.level(0));
    var run = sampler.start(gaussian(family, 1.5, 0), schedule, x, 2, TorchRandom.ofSeed(2));
    while (run.advance()) {
      assertThat(run.denoised()).contains(new float[] {1.5f}, within(2e-3f));
    }
    assertThat(run.progress()).isEqualTo(1);
    float end = schedule.level(schedule.steps()); // above zero for two of them
    for (float value : x) {
      assertThat(value).isCloseTo(1.5f, within(4 * end + 2e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOW, euler, 800, 2e-2", "FLOW, rk4, 24, 2e-4", "FLOW, dpmpp, 60, 2e-2",
    "FLOW_3, rk4, 60, 2e-3", "V, v-ddim, 800, 1e-2", "V, v-ddim-cfgpp, 800, 1e-2",
    "V, dpmpp-2m, 80, 5e-3", "V, k-heun, 80, 5e-3", "V, k-lms, 80, 5e-3",
    "V, k-dpm-2, 80, 5e-3", "V, k-dpm-fast, 60, 1e-3", "V, k-dpm-fast, 61, 1e-3",
    "V, k-dpm-fast, 62, 1e-3", "V, k-dpm-adaptive, 1, 3e-2",
  })
  void followsThePathOfNormalData(SamplerFamily family, String name, int steps, double tolerance) {
    var sampler = family.named(name);
    var schedule = // a flow's own schedule leaves its last step long
        family == SamplerFamily.V ? sampler.schedule(steps, RANGE) : Schedule.linear(steps, 1);
    var x = new float[] {-1.25f, 0.5f, 2};
    sampler.interpolant().start(x, schedule.level(0));
    var start = x.clone();
    run(sampler.start(gaussian(family, 0, DEVIATION), schedule, x, 1, TorchRandom.ofSeed(2)));
    double from = deviation(sampler.interpolant(), schedule.level(0));
    double to = deviation(sampler.interpolant(), schedule.level(schedule.steps()));
    for (int i = 0; i < x.length; i++) {
      double exact = start[i] * to / from;
      assertThat((double) x[i]).isCloseTo(exact, within(tolerance * Math.abs(exact)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "V, dpmpp-2m-sde, 60",
    "V, dpmpp-3m-sde, 60",
    "V, k-dpmpp-2s-ancestral, 60",
  })
  void drawsFromNormalData(SamplerFamily family, String name, int steps) {
    var sampler = family.named(name);
    var schedule = sampler.schedule(steps, RANGE);
    var noise = TorchRandom.ofSeed(11);
    var x = noise.draw(6_000);
    sampler.interpolant().start(x, schedule.level(0));
    run(sampler.start(gaussian(family, 0, DEVIATION), schedule, x, 1, noise));
    double mean = 0;
    double square = 0;
    for (float value : x) {
      mean += value / x.length;
      square += value * value / x.length;
    }
    assertThat(mean).isCloseTo(0, within(0.03));
    assertThat(Math.sqrt(square)).isCloseTo(DEVIATION, within(0.02));
  }

  @Test
  void takesEpsilonFromThePredictionWithoutGuidanceInCfgPlusPlus() {
    Denoiser network =
        new Denoiser() {
          @Override
          public void predict(float[] x, float[] times, float[] out) {
            throw new AssertionError("both predictions are needed");
          }

          @Override
          public void predictBoth(float[] x, float[] times, float[] guided, float[] unguided) {
            guided[0] = 2;
            unguided[0] = -1;
          }
        };
    var x = new float[] {0.5f};
    SamplerFamily.V.named("v-ddim-cfgpp")
        .start(network, Schedule.of(0.5f, 0.25f), x, 1, TorchRandom.ofSeed(0))
        .advance();
    double half = Math.sqrt(0.5); // α = σ at t = ½
    double expected =
        (0.5 - 2) * half * Math.cos(Math.PI / 8) + (0.5 - 1) * half * Math.sin(Math.PI / 8);
    assertThat((double) x[0]).isCloseTo(expected, within(1e-6));
  }

  @Test
  void leavesTheStateToItsCallerBetweenSteps() {
    var x = new float[] {1, -1};
    var run = start("euler", Schedule.of(1, 0.5f, 0), x, 1);
    assertThat(run.step()).isZero();
    assertThat(run.steps()).isEqualTo(2);
    assertThat(run.advance()).isTrue();
    assertThat(run.step()).isEqualTo(1);
    assertThat(run.progress()).isEqualTo(0.5);
    assertThat(run.x()).isSameAs(x);
  }

  @Test
  void rejectsStatesAndSchedulesThatDoNotFit() {
    var x = new float[6];
    assertThatThrownBy(() -> start("euler", Schedule.of(1, 0), x, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 values does not hold 4 items");
    assertThatThrownBy(() -> start("euler", Schedule.of(1, 0, 0), x, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level 1 is 0");
    var two = Schedule.ofItems(List.of(Schedule.of(1, 0), Schedule.of(1, 0)));
    assertThatThrownBy(() -> start("euler", two, x, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another number of items than 3");
    var noise = TorchRandom.ofSeed(0);
    var network = gaussian(SamplerFamily.V, 0, 1);
    assertThatThrownBy(() -> SamplerFamily.V.named("k-heun").start(network, two, x, 2, noise))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one schedule for all items");
    assertThatThrownBy(() ->
            SamplerFamily.V.named("k-dpm-fast").start(network, Schedule.of(9, 1, 0), x, 1, noise))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends above 0");
  }

  private static SamplerRun start(String name, Schedule schedule, float[] x, int items) {
    var network = gaussian(SamplerFamily.FLOW, 0, 1);
    return SamplerFamily.FLOW.named(name).start(network, schedule, x, items, TorchRandom.ofSeed(0));
  }

  private static void run(SamplerRun run) {
    while (run.advance()) {
      assertThat(run.x()[0]).isFinite();
    }
  }

  /// The deviation of states at a level.
  private static double deviation(Interpolant interpolant, double level) {
    return Math.hypot(interpolant.data(level) * DEVIATION, interpolant.noise(level));
  }

  /// The perfect network for normal data: a velocity, or v for the objective of that name.
  private static Denoiser gaussian(SamplerFamily family, double mean, double deviation) {
    boolean circle = family == SamplerFamily.V;
    var interpolant = circle ? Interpolant.CIRCLE : Interpolant.FLOW;
    double variance = deviation * deviation;
    return (x, times, out) -> {
      for (int i = 0; i < x.length; i++) {
        double t = times[i / (x.length / times.length)];
        double a = interpolant.data(t);
        double b = interpolant.noise(t);
        double centred = (x[i] - a * mean) / (a * a * variance + b * b);
        double data = mean + a * variance * centred;
        double noise = b * centred;
        out[i] = (float) (circle ? a * noise - b * data : noise - data);
      }
    };
  }
}
