package dev.aulos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.WavFile;
import dev.aulos.engine.Progress.Phase;
import dev.aulos.engine.noise.TorchRandom;
import dev.aulos.onnx.OrtBackend;
import dev.aulos.onnx.OrtOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AulosTest {
  @TempDir static Path folder;
  private static Aulos model;

  @BeforeAll
  static void open() throws IOException {
    model = Aulos.open(TinyModel.in(folder.resolve("tiny")));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void sameSeedAndRequestGiveTheSameSamples() {
    var request = GenerateRequest.of("rain").withSeed(5);
    assertThat(model.generate(request).sound().planar())
        .isEqualTo(model.generate(request).sound().planar());
    assertThat(model.generate(request.withSeed(6)).sound().planar())
        .isNotEqualTo(model.generate(request).sound().planar());
  }

  @Test
  void theNumberOfThreadsDoesNotShow() throws IOException {
    var request = GenerateRequest.of("rain").withSeed(5).withBatch(2);
    var one = new OrtBackend(OrtOptions.defaults().withThreads(1));
    var two = new OrtBackend(OrtOptions.defaults().withThreads(2));
    try (var a = Aulos.open(folder.resolve("tiny"), Aulos.Options.DEFAULT, one);
        var b = Aulos.open(folder.resolve("tiny"), Aulos.Options.DEFAULT, two)) {
      assertThat(a.generate(request).sound().planar())
          .isEqualTo(b.generate(request).sound().planar());
    }
  }

  @Test
  void aShorterSoundIsTheBeginningOfTheLongOne() {
    // the same duration is asked of the network: only the decoder does less
    var request = GenerateRequest.of("rain").withSeed(5);
    var whole = model.generate(request).sound();
    assertThat(whole.frames()).isEqualTo(32_768);
    var third = model.generate(request.withDuration(Duration.ofMillis(200))).sound();
    assertThat(third.frames()).isEqualTo(8820);
    assertThat(third.channels()).isEqualTo(2);
  }

  @Test
  void theTextMatters() {
    var request = GenerateRequest.of("rain").withSeed(5);
    var other = request.withPrompts(List.of(Prompt.of("thunder")));
    assertThat(model.generate(request).sound().planar())
        .isNotEqualTo(model.generate(other).sound().planar());
  }

  @Test
  void everyItemOfABatchIsDifferentAndKeepsItsDuration() {
    var run =
        model.start(
            GenerateRequest.of(
                    List.of(
                        Prompt.of("rain").withDuration(Duration.ofMillis(100)),
                        Prompt.of("rain").withDuration(Duration.ofMillis(300))))
                .withSeed(1));
    finish(run);
    assertThat(run.takes()).hasSize(2);
    assertThat(run.takes().get(0).sound().frames()).isEqualTo(4410);
    assertThat(run.takes().get(1).sound().frames()).isEqualTo(13_230);
    assertThat(run.takes().get(1).sound().trimTo(4410).planar())
        .isNotEqualTo(run.takes().get(0).sound().planar());
  }

  @Test
  void progressGrowsThroughThePhasesToOne() {
    var run = model.start(GenerateRequest.of("rain").withSeed(5));
    var phases = new ArrayList<Phase>();
    double last = 0;
    while (run.advance()) {
      var progress = run.progress();
      assertThat(progress.fraction()).isBetween(last, 1.0);
      assertThat(progress.remaining()).isPresent();
      last = progress.fraction();
      phases.add(progress.phase());
    }
    assertThat(phases).contains(Phase.SAMPLING, Phase.DECODING).isSorted();
    assertThat(run.progress().phase()).isEqualTo(Phase.DONE);
    assertThat(run.progress().fraction()).isEqualTo(1);
    assertThat(run.progress().step()).isEqualTo(8);
  }

  @Test
  void aCancelledGenerationGoesNoFurther() {
    var run = model.start(GenerateRequest.of("rain").withSeed(5));
    assertThat(run.advance()).isTrue();
    run.cancel();
    assertThatThrownBy(run::advance).isInstanceOf(CancellationException.class);
    assertThatThrownBy(run::takes).isInstanceOf(IllegalStateException.class);
    assertThat(model.generate(GenerateRequest.of("rain")).sound().frames()).isEqualTo(32_768);
  }

  @Test
  void aTakeTellsHowToMakeItAgain() throws IOException {
    var take =
        model.generate(
            GenerateRequest.of("rain — on a roof")
                .withSeed(9)
                .withSteps(3)
                .withDuration(Duration.ofMillis(250)));
    var file = folder.resolve("take.wav");
    take.writeTo(file);
    var read = WavFile.read(file);
    assertThat(read.sound().frames()).isEqualTo(take.sound().frames());
    var metadata = read.info().metadata();
    assertThat(metadata.title()).contains("rain — on a roof");
    assertThat(metadata.comment().orElseThrow()).contains("generated by AI").contains("seed 9");
    var settings = Settings.of(metadata.settings().orElseThrow());
    assertThat(settings).isEqualTo(take.settings());
    assertThat(model.generate(settings.request()).sound().planar())
        .isEqualTo(take.sound().planar());
  }

  @Test
  void soundOfAnyRateAndChannelsCanBeStartedFrom() {
    var samples = new float[8000];
    TorchRandom.ofSeed(2).fill(samples);
    var mono = Pcm.of(8000, samples);
    var request = GenerateRequest.of("rain").withSeed(5);
    var near = model.generate(request.withInit(new InitAudio(mono, 0.05, true))).sound();
    var far = model.generate(request.withInit(new InitAudio(mono, 1, true))).sound();
    assertThat(near.frames()).isEqualTo(32_768);
    assertThat(near.planar()).isNotEqualTo(far.planar());
    var six = Pcm.of(96_000, samples, samples, samples, samples, samples, samples);
    assertThat(model.generate(request.withInit(six, 0.5)).sound().channels()).isEqualTo(2);
  }

  @Test
  void peaksAreTreatedAsAsked() {
    var request = GenerateRequest.of("rain").withSeed(5);
    var kept = model.generate(request.withPeaks(Peaks.KEEP)).sound();
    var normalized = model.generate(request.withPeaks(Peaks.NORMALIZE)).sound();
    assertThat(normalized.peak()).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5f));
    assertThat(kept.peak()).isNotEqualTo(normalized.peak());
    assertThat(model.generate(request.withPeaks(Peaks.LIMIT)).sound().peak())
        .isLessThanOrEqualTo(1.0f);
  }

  @Test
  void whatIsOutOfReachIsRefusedWithTheRange() {
    var request = GenerateRequest.of("rain");
    assertRefused(request.withDuration(Duration.ofSeconds(1_000_000)), "at most 0.743 s");
    assertRefused(request.withDuration(Duration.ofNanos(10)), "less than one sample");
    assertRefused(request.withSampling(SamplingOptions.DEFAULT.withSampler("best")), "pingpong");
    assertRefused(request.withNegativePrompt("drums"), "guidance scale above 1");
    assertRefused(request.withInit(Pcm.silence(44_100, 2, 100), 3), "at most 1");
    assertThatThrownBy(() -> request.withDuration(Duration.ZERO))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("more than 0");
    assertThatThrownBy(() -> request.withSteps(0)).hasMessageContaining("1 to 1000");
    assertThatThrownBy(() -> request.withSeed(-1)).hasMessageContaining("0 to 4294967295");
    assertThatThrownBy(() -> request.withBatch(65)).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> GenerateRequest.of("x".repeat(10_000)))
        .hasMessageContaining("say it shorter");
  }

  private static void assertRefused(GenerateRequest request, String message) {
    assertThatThrownBy(() -> model.start(request))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aPromptThatIsCutIsToldAbout() {
    var run = model.start(GenerateRequest.of("rain and thunder ".repeat(10)));
    assertThat(run.warnings()).singleElement().asString().contains("the first 16");
  }

  private static void finish(Generation run) {
    while (run.advance()) {
      assertThat(run.progress().fraction()).isPositive();
    }
  }
}
