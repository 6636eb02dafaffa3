package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  @TempDir private Path folder;

  @Test
  void aCurveInFewerPointsIsMadeOfMeans() {
    var curves = new Curves();
    for (int step = 1; step <= 10; step++) {
      curves.add(step, Map.of("loss", (double) step));
    }
    assertThat(curves.points("loss", 5))
        .containsExactly(
            new Curves.Point(2, 1.5),
            new Curves.Point(4, 3.5),
            new Curves.Point(6, 5.5),
            new Curves.Point(8, 7.5),
            new Curves.Point(10, 9.5));
    assertThat(curves.points("loss", 100)).hasSize(10);
    assertThat(curves.points("other", 5)).isEmpty();
  }

  @Test
  void aRunDrawsItsCurvesAndKeepsItsSounds() throws IOException {
    var asked = new ArrayList<String>();
    Demos.Maker maker =
        (export, prompt, file, cancellation) -> {
          assertThat(export.resolve("model.safetensors")).isRegularFile();
          asked.add(file.getFileName() + " " + prompt);
          Files.writeString(file, "sound");
        };
    train(6, Demos.of(List.of("rain <soft>", "wind"), 4, maker));
    assertThat(asked)
        .containsExactly(
            "step-0000002-00.wav rain <soft>",
            "step-0000002-01.wav wind",
            "step-0000004-00.wav rain <soft>",
            "step-0000004-01.wav wind");
    var page = Files.readString(folder.resolve("report.html"));
    assertThat(page)
        .contains("Step 6 of 6", "aria-label=\"loss by step\"", "aria-label=\"spectral by step\"")
        .contains("src=\"demos/step-0000004-01.wav\"", "rain &lt;soft>")
        .doesNotContain("NaN");
    train(8, Demos.of(List.of("rain <soft>", "wind"), 4, maker));
    assertThat(asked).hasSize(6).contains("step-0000008-00.wav rain <soft>");
  }

  /// As `kill -9` leaves a run: a line of the journal half written, later ones of steps that no
  /// checkpoint has, and a checkpoint half written beside the last whole one.
  @Test
  void aKilledRunGoesOnFromItsCheckpoint() throws IOException {
    train(4, Demos.none());
    Files.writeString(
        folder.resolve("journal.jsonl"),
        "{\"step\":5,\"loss\":1.0}\n{\"step\":6,\"lo",
        StandardOpenOption.APPEND);
    Files.writeString(folder.resolve("state.safetensors.part"), "half");
    train(6, Demos.none());
    var lines = Files.readAllLines(folder.resolve("journal.jsonl"));
    assertThat(lines).hasSize(6);
    assertThat(lines.get(5)).startsWith("{\"step\":6,");
  }

  @Test
  void refusesDemosThatNeverCome() {
    assertThatThrownBy(() -> Demos.of(List.of("rain"), 0, (e, p, f, c) -> {}))
        .hasMessageContaining("demos every 0 steps, expected at least 1");
  }

  private void train(long steps, Demos demos) throws IOException {
    try (var task = Tiny.autoencoder(new ReferenceBackend())) {
      TrainingRun.open(folder, task, Tiny.settings(steps, 2))
          .withDemos(demos)
          .train(step -> {}, Cancellation.none());
    }
  }
}
