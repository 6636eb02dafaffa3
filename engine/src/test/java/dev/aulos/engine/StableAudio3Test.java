package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.Inpaint.Region;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.models.ModelConfig.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A model of Stable Audio 3 through the public API: the small one among the reference cases, whose
/// folder is laid out as the published ones are.
class StableAudio3Test {
  private static Aulos model;

  @BeforeAll
  static void open() throws IOException {
    model = Aulos.open(Path.of("src/test/resources/golden/generation"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static GenerateRequest request(int milliseconds) {
    return GenerateRequest.of("slow piano, 80 BPM, spacious")
        .withDuration(Duration.ofMillis(milliseconds))
        .withSeed(3);
  }

  @Test
  void knowsItsLine() {
    assertThat(model.info().line()).isEqualTo(Line.THREE);
    assertThat(model.info().sampler()).isEqualTo("pingpong");
    assertThat(model.info().samplers()).containsExactly("euler", "rk4", "dpmpp", "pingpong");
  }

  @Test
  void makesSoundsOfTheLengthAskedFor() {
    for (int milliseconds : new int[] {20, 333, 700}) {
      var sound = model.generate(request(milliseconds)).sound();
      assertThat(sound.frames()).isEqualTo((int) (milliseconds / 1000.0 * 44_100));
      assertThat(sound.isSilent()).isFalse();
    }
  }

  @Test
  void refusesAStartThatItIsNotTold() {
    var late = GenerateRequest.of(List.of(Prompt.of("rain").withStart(Duration.ofSeconds(2))));
    assertThatThrownBy(() -> model.generate(late))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "start 2 s: this model cannot be told where in a longer piece a sound begins; "
                + "leave it out");
  }

  @Test
  void everySamplerMakesSound() {
    for (var sampler : model.info().samplers()) {
      var options = SamplingOptions.DEFAULT.withSampler(sampler).withSteps(3);
      var sound = model.generate(request(100).withSampling(options)).sound();
      assertThat(sound.isSilent()).as(sampler).isFalse();
    }
  }

  @Test
  void guidesWithANegativePromptAndProjection() {
    var plain = request(100).withSteps(3);
    var guided =
        plain.withSampling(
            plain.sampling().withGuidance(GuidanceOptions.DEFAULT.withScale(4).withApg(0.5)));
    assertThat(model.generate(guided.withNegativePrompt("noise")).sound().planar())
        .isNotEqualTo(model.generate(guided).sound().planar());
    assertThat(model.generate(guided).sound().planar())
        .isNotEqualTo(model.generate(plain).sound().planar());
  }

  @Test
  void inpaintsRegionsAndKeepsTheRestExactlyIfAsked() {
    var samples = new float[4410];
    TorchRandom.ofSeed(2).fill(samples);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= 0.1f;
    }
    var source = Pcm.of(44_100, samples, samples);
    var regions = List.of(new Region(Duration.ofMillis(30), Duration.ofMillis(60)));
    var edited =
        model
            .generate(
                request(100).withInpaint(new Inpaint(source, regions, true)).withPeaks(Peaks.KEEP))
            .sound();
    assertThat(edited.frames()).isEqualTo(4410);
    for (int i = 0; i < 4410; i++) {
      boolean kept = i < 1323 || i >= 2646;
      if (kept) {
        assertThat(edited.at(0, i)).as("sample %d", i).isEqualTo(samples[i]);
      }
    }
    assertThat(edited.slice(1800, 2200).planar()).isNotEqualTo(source.slice(1800, 2200).planar());
    var remade =
        model.generate(request(100).withInpaint(new Inpaint(source, regions, false))).sound();
    assertThat(remade.at(0, 100)).isNotEqualTo(samples[100]);
  }

  @Test
  void inpaintsABatch() {
    var source = Pcm.silence(22_050, 1, 2000);
    var regions =
        List.of(
            new Region(Duration.ofMillis(10), Duration.ofMillis(20)),
            new Region(Duration.ofMillis(50), Duration.ofMillis(100)));
    var run =
        model.start(request(100).withBatch(2).withInpaint(new Inpaint(source, regions, false)));
    while (run.advance()) {
      assertThat(run.progress().fraction()).isBetween(0.0, 1.0);
    }
    assertThat(run.takes()).hasSize(2);
    assertThat(run.takes().get(0).sound().planar())
        .isNotEqualTo(run.takes().get(1).sound().planar());
  }

  @Test
  void refusesRegionsOutsideTheSound() {
    var source = Pcm.silence(44_100, 2, 4410);
    var late = List.of(new Region(Duration.ofMillis(200), Duration.ofMillis(300)));
    assertThatThrownBy(
            () -> model.start(request(100).withInpaint(new Inpaint(source, late, false))))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("0.200 s");
    assertThatThrownBy(() -> new Region(Duration.ofMillis(3), Duration.ofMillis(2)))
        .hasMessageContaining("start < end");
    assertThatThrownBy(() -> new Inpaint(source, List.of(), false))
        .hasMessageContaining("without a region");
  }
}
