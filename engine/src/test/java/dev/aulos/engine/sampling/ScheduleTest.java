package dev.aulos.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.testkit.GoldenCase;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private static final Pattern FLOW = Pattern.compile("schedule/sigma([\\d.]+)_steps(\\d+)");
  private static final Pattern SIGMAS =
      Pattern.compile("sigmas/min([\\d.]+)_max([\\d.]+)_rho([\\d.]+)_n(\\d+)");

  static Stream<GoldenCase> flows() {
    return withTensors(FLOW);
  }

  static Stream<GoldenCase> sigmas() {
    return withTensors(SIGMAS);
  }

  @Test
  void findsItsCases() {
    assertThat(flows()).isNotEmpty();
    assertThat(sigmas()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("flows")
  void hasTheFlowLevelsOfTheReferenceToTheBit(GoldenCase golden) {
    var tensors = golden.tensors("golden.safetensors");
    for (var name : tensors.paths()) {
      Matcher m = FLOW.matcher(name);
      if (m.matches()) {
        var got = Schedule.flow(Integer.parseInt(m.group(2)), Double.parseDouble(m.group(1)));
        assertThat(got.levels()).as(name).isEqualTo(tensors.get(name).toFloats());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sigmas")
  void hasTheSigmasOfTheReferenceToTheBit(GoldenCase golden) {
    var tensors = golden.tensors("golden.safetensors");
    for (var name : tensors.paths()) {
      Matcher m = SIGMAS.matcher(name);
      if (m.matches()) {
        var got =
            Schedule.polyexponential(
                Integer.parseInt(m.group(4)),
                Double.parseDouble(m.group(1)),
                Double.parseDouble(m.group(2)),
                Double.parseDouble(m.group(3)));
        assertThat(got.levels()).as(name).isEqualTo(tensors.get(name).toFloats());
      }
    }
  }

  @Test
  void spacesLinearLevelsEvenly() {
    assertThat(Schedule.linear(4, 1).levels()).containsExactly(1, 0.75f, 0.5f, 0.25f, 0);
    assertThat(Schedule.linear(1, 0.3).levels()).containsExactly(0.3f, 0);
  }

  @Test
  void shiftsTimesTowardsNoiseAndKeepsTheEnds() {
    var shift = new DistShift(0.5, 1.15, 256, 4096, false);
    var shifted = Schedule.linear(4, 1).shifted(shift, 256).levels();
    assertThat(shifted[0]).isEqualTo(1);
    assertThat(shifted[4]).isZero();
    double alpha = Math.exp(0.5); // t' = αt / (1 + (α − 1)t)
    assertThat(shifted[2]).isCloseTo((float) (alpha / (1 + alpha)), within(1e-6f));
    assertThat(Schedule.linear(4, 1).shifted(shift, 5000).levels()[2])
        .isCloseTo((float) (Math.exp(1.15) / (1 + Math.exp(1.15))), within(1e-6f));
    assertThat(new DistShift(0.5, 1.15, 256, 4096, true).apply(0.5f, 256))
        .isCloseTo((float) Math.sin(Math.PI / 2 * shifted[2]), within(1e-6f));
  }

  @Test
  void hasThePublishedLevelsOfStableAudio3() {
    var levels = Schedule.warped(8, 1, LogSnr.DEFAULT, List.of(388, 27)).levels();
    var published =
        new float[] {
          1,
          0.9943755865f,
          0.9844802022f,
          0.9579122663f,
          0.8909031749f,
          0.7455465794f,
          0.5124973655f,
          0.2738850117f,
          0
        };
    assertThat(levels).isEqualTo(published);
    assertThat(SamplerFamily.FLOW_3.named("pingpong").schedule(8, LevelRange.DEFAULT).levels())
        .isEqualTo(levels);
  }

  @Test
  void startsAtTheLevelAskedForWhateverTheWarpSays() {
    var levels = Schedule.warped(8, 0.5, LogSnr.DEFAULT, List.of(76)).levels();
    assertThat(levels[0]).isEqualTo(0.5f);
    assertThat(levels[1]).isCloseTo(0.8303f, within(5e-5f));
  }

  @Test
  void warpsEachItemForItsLength() {
    var warp = new LogSnr(1, 2000, -6.2, 2);
    var schedule = Schedule.warped(4, 1, warp, List.of(76, 1292));
    assertThat(schedule.level(0, 2)).isNotEqualTo(schedule.level(1, 2));
    assertThat(schedule.level(1, 2)).isEqualTo(Schedule.warped(4, 1, warp, List.of(1292)).level(2));
    assertThatThrownBy(() -> Schedule.warped(4, 1, warp, List.of(0)))
        .hasMessageContaining("0 frames");
  }

  @Test
  void givesEachItemItsOwnLevels() {
    var schedule = Schedule.ofItems(List.of(Schedule.of(1, 0), Schedule.of(0.5f, 0.1f)));
    assertThat(schedule.level(0, 0)).isEqualTo(1);
    assertThat(schedule.level(1, 1)).isEqualTo(0.1f);
    assertThat(schedule.fits(2)).isTrue();
    assertThat(schedule.fits(3)).isFalse();
    assertThatThrownBy(schedule::levels)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one for each of 2");
  }

  @Test
  void rejectsWhatIsNoSchedule() {
    assertThatThrownBy(() -> Schedule.flow(0, 1)).hasMessageContaining("at least 1 step, got 0");
    assertThatThrownBy(() -> Schedule.flow(4, 0)).hasMessageContaining("above 0 and at most 1");
    assertThatThrownBy(() -> Schedule.linear(4, 1.5)).hasMessageContaining("got 1.5");
    assertThatThrownBy(() -> Schedule.linear(4, Double.NaN)).hasMessageContaining("got NaN");
    assertThatThrownBy(() -> Schedule.polyexponential(4, 2, 1, 1)).hasMessageContaining("sigma");
    assertThatThrownBy(() -> Schedule.of(1, Float.NaN)).hasMessageContaining("level 1");
    assertThatThrownBy(() -> Schedule.of(1)).hasMessageContaining("at least 2 levels");
    assertThatThrownBy(() -> new Flux(1, 0, 1, 2)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new LogSnr(0, 0, -6, 2)).hasMessageContaining("more than 0");
    assertThatThrownBy(() -> new DistShift(0.5, 1, 10, 10, false)).hasMessageContaining("10");
  }

  private static Stream<GoldenCase> withTensors(Pattern names) {
    return GoldenCase.all(GoldenCase.root()).stream()
        .filter(c -> c.json().has("tensors"))
        .filter(c ->
            c.json().getAsJsonObject("tensors").keySet().stream()
                .anyMatch(name -> names.matcher(name).matches()));
  }
}
