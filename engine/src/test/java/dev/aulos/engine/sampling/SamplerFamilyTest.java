package dev.aulos.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplerFamilyTest {
  @Test
  void findsASamplerByItsName() {
    assertThat(SamplerFamily.FLOW.named("pingpong").name()).isEqualTo("pingpong");
    assertThat(SamplerFamily.V.names())
        .containsExactlyInAnyOrder(
            "v-ddim",
            "v-ddim-cfgpp",
            "dpmpp-2m",
            "dpmpp-2m-sde",
            "dpmpp-3m-sde",
            "k-heun",
            "k-lms",
            "k-dpm-2",
            "k-dpm-fast",
            "k-dpm-adaptive",
            "k-dpmpp-2s-ancestral");
  }

  @Test
  void listsTheNamesWhenOneIsUnknown() {
    assertThatThrownBy(() -> SamplerFamily.FLOW.named("k-heun"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no sampler 'k-heun' for this model; it has euler, rk4, dpmpp, pingpong");
  }

  @Test
  void makesTheScheduleOfTheSampler() {
    var range = LevelRange.DEFAULT;
    var flow = SamplerFamily.FLOW;
    assertThat(flow.named("euler").schedule(4, range).levels())
        .containsExactly(Schedule.flow(4, 1).levels());
    assertThat(flow.named("rk4").schedule(4, range.withMax(0.6)).levels())
        .containsExactly(Schedule.linear(4, 0.6).levels());
    assertThat(SamplerFamily.V.named("k-heun").schedule(4, range).levels())
        .containsExactly(Schedule.polyexponential(4, 0.01, 100, 1).levels());
    assertThat(SamplerFamily.V.named("v-ddim").schedule(4, range).levels())
        .containsExactly(Schedule.linear(4, 1).levels());
    var fast = SamplerFamily.V.named("k-dpm-fast").schedule(4, range).levels();
    assertThat(fast[0]).isEqualTo(100);
    assertThat(fast[4]).isEqualTo(0.01f);
  }
}
