package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.audio.Pcm;
import dev.aulos.engine.noise.TorchRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongGenerationTest {
  private static final Duration OVERLAP = Duration.ofMillis(300);
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
    return GenerateRequest.of("a bell")
        .withDuration(Duration.ofMillis(milliseconds))
        .withSteps(2)
        .withSeed(3);
  }

  private static Take made(LongGeneration run) {
    double before = 0;
    while (run.advance()) {
      assertThat(run.progress().fraction()).isBetween(before, 1.0);
      before = run.progress().fraction();
    }
    assertThat(run.progress().fraction()).isEqualTo(1);
    return run.take();
  }

  private static Pcm noise(int frames) {
    var samples = new float[2 * frames];
    TorchRandom.ofSeed(5).fill(samples);
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= 0.1f;
    }
    return Pcm.planar(44_100, 2, samples);
  }

  @Test
  void makesMoreThanTheCanvasInFewLinksOfOneLength() {
    var run = LongGeneration.of(model, request(2500), OVERLAP);
    assertThat(run.links()).isEqualTo(4); // 0.93 + 3 · 0.63 s
    var sound = made(run).sound();
    assertThat(sound.frames()).isEqualTo(110_250);
    for (int start = 0; start + 11_025 <= sound.frames(); start += 11_025) {
      assertThat(sound.slice(start, start + 11_025).peak()).as("from %d", start).isPositive();
    }
  }

  @Test
  void keepsWhatALinkMadeButForItsEnd() {
    var whole = made(LongGeneration.of(model, request(1500).withPeaks(Peaks.KEEP), OVERLAP));
    var first = model.generate(request(900).withPeaks(Peaks.KEEP)).sound(); // (1.5 + 0.3) / 2 s
    int kept = first.frames() - 4410;
    assertThat(whole.sound().slice(0, kept).planar()).isEqualTo(first.slice(0, kept).planar());
    assertThat(whole.sound().frames()).isEqualTo(66_150);
  }

  @Test
  void makesTheSameFromTheSameSeedAndAnotherFromAnother() {
    var run = made(LongGeneration.of(model, request(1200), OVERLAP));
    var settings = Settings.of(run.settings().toJson());
    assertThat(settings).isEqualTo(run.settings());
    var overlap = settings.overlap().orElseThrow();
    assertThat(overlap).isEqualTo(OVERLAP);
    var again = made(LongGeneration.of(model, settings.request(), overlap));
    var other = made(LongGeneration.of(model, request(1200).withSeed(4), OVERLAP));
    assertThat(again.sound().planar()).isEqualTo(run.sound().planar());
    assertThat(other.sound().planar()).isNotEqualTo(run.sound().planar());
  }

  /// Each link is told sound beyond full scale, and so makes some; the whole is what counts.
  @Test
  void warnsOfPeaksOnceAndOnlyIfTheyAreKept() {
    var loud = noise(60_000).planar();
    for (int i = 0; i < loud.length; i++) {
      loud[i] *= 30;
    }
    var source = Pcm.planar(44_100, 2, loud);
    var seam = Duration.ofMillis(100);
    for (var peaks : Peaks.values()) {
      var request = request(2500).withPeaks(peaks);
      var run = LongGeneration.continuing(model, source, request, OVERLAP, seam);
      var take = made(run);
      assertThat(take.settings().request().peaks()).isEqualTo(peaks);
      if (peaks == Peaks.KEEP) {
        assertThat(run.warnings()).singleElement().asString().contains("samples exceed ±1");
      } else {
        assertThat(run.warnings()).as(peaks.name()).isEmpty();
      }
    }
  }

  @Test
  void isAPlainGenerationIfTheCanvasIsLongEnough() {
    var run = LongGeneration.of(model, request(500), OVERLAP);
    assertThat(run.links()).isEqualTo(1);
    var take = made(run);
    assertThat(take.sound().planar()).isEqualTo(model.generate(request(500)).sound().planar());
    assertThat(take.settings().overlap()).isEmpty();
  }

  @Test
  void continuesASoundLongerThanTheCanvasAndKeepsItBitForBit() {
    var source = noise(60_000);
    var run = LongGeneration.continuing(model, source, request(2000), OVERLAP, Duration.ZERO);
    var take = made(run);
    assertThat(take.sound().frames()).isEqualTo(88_200);
    assertThat(take.sound().slice(0, 60_000).planar()).isEqualTo(source.planar());
    assertThat(take.sound().slice(60_000, 88_200).peak()).isPositive();
    assertThat(take.settings().inpainted()).isTrue();
  }

  @Test
  void makesTheEndOfTheSourceAgainIfAsked() {
    var source = noise(20_000);
    var blend = Duration.ofMillis(100);
    var sound =
        made(LongGeneration.continuing(model, source, request(700), OVERLAP, blend)).sound();
    assertThat(sound.slice(0, 15_590).planar()).isEqualTo(source.slice(0, 15_590).planar());
    assertThat(sound.slice(17_000, 20_000).planar())
        .isNotEqualTo(source.slice(17_000, 20_000).planar());
  }

  @Test
  void endsWhenCancelled() {
    var run = LongGeneration.of(model, request(2000), OVERLAP);
    run.advance();
    run.cancel();
    assertThatThrownBy(run::advance).isInstanceOf(CancellationException.class);
    assertThatThrownBy(run::take).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesWhatCannotBeChained() {
    assertRefused(request(2000).withBatch(2), OVERLAP, "batch");
    assertRefused(request(2000).withInit(noise(100), 0.5), OVERLAP, "start from another sound");
    assertRefused(request(2000), Duration.ofSeconds(1), "overlap 1 s");
    assertRefused(request(2000), Duration.ZERO, "overlap 0 s");
    assertRefused(request(5_000_000), OVERLAP, "at most 3600");
    var source = noise(44_100);
    assertThatThrownBy(
            () -> LongGeneration.continuing(model, source, request(900), OVERLAP, Duration.ZERO))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("1.000 s long already");
    assertThatThrownBy(
            () -> LongGeneration.continuing(model, source, request(1900), OVERLAP, OVERLAP))
        .hasMessageContaining("blend");
  }

  private static void assertRefused(GenerateRequest request, Duration overlap, String words) {
    assertThatThrownBy(() -> LongGeneration.of(model, request, overlap))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(words);
  }

  @Test
  void needsAModelThatCanContinue(@TempDir Path folder) throws IOException {
    try (var older = Aulos.open(TinyModel.in(folder.resolve("tiny")))) {
      assertThatThrownBy(() -> LongGeneration.of(older, request(2000), OVERLAP))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("tiny cannot continue a sound")
          .hasMessageContaining("at most 0.743 s");
    }
  }

  @Test
  void chainsHaveNoLinkLongerThanTheCanvas() {
    var info = model.info();
    int canvas = 40_960;
    for (int overlap : new int[] {1, 10_000, 40_000}) {
      for (int start : new int[] {0, 5, 30_000, 100_000}) {
        var request = request(3000);
        var time = Duration.ofNanos(overlap * 1_000_000_000L / 44_100 + 1);
        var chain = Chain.of(info, request, start, time, Duration.ZERO);
        int[] at = {start};
        chain
            .links()
            .forEach(link -> {
              assertThat(link.length()).isLessThanOrEqualTo(canvas);
              assertThat(link.context()).isEqualTo(Math.min(at[0], overlap));
              at[0] += link.fresh();
            });
        assertThat(at[0]).isEqualTo(132_300);
        assertThat(chain.total()).isEqualTo(132_300);
      }
    }
  }
}
