package dev.aulos.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.Cancellation;
import dev.aulos.graph.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run leaves that is killed without warning.
class KilledRunTest {
  private static final int INTERVAL = 3;
  private static final int STEPS = 40;
  private static final int KILLS = 3;

  @TempDir private Path folder;

  /// Trains in a process of its own, and tells each step.
  public static void main(String... args) throws IOException {
    train(Path.of(args[0]), true);
  }

  private static void train(Path place, boolean telling) throws IOException {
    try (var task = Tiny.autoencoder(new ReferenceBackend())) {
      var run = TrainingRun.open(place, task, Tiny.settings(STEPS, INTERVAL));
      run.train(
          step -> {
            if (telling) {
              System.out.println(step);
            }
          },
          Cancellation.none());
    }
  }

  @Test
  void losesAtMostOneIntervalAndNothingElse() throws Exception {
    var killed = folder.resolve("killed");
    long reached = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long told = trainUntil(killed, reached + INTERVAL + 1 + kill);
      reached = reached(killed);
      assertThat(reached).isBetween(told - INTERVAL, told + INTERVAL);
    }
    train(killed, false);
    train(folder.resolve("whole"), false);
    assertThat(killed.resolve("state.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/state.safetensors"));
    assertThat(Files.readAllLines(killed.resolve("journal.jsonl"))).hasSize(STEPS);
  }

  private static long reached(Path place) throws IOException {
    try (var task = Tiny.autoencoder(new ReferenceBackend())) {
      return TrainingRun.open(place, task, Tiny.settings(STEPS, INTERVAL)).step();
    }
  }

  /// Kills it as soon as it tells this step, wherever it then is.
  ///
  /// @return the last step that it told
  private static long trainUntil(Path place, long step) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var process =
        new ProcessBuilder(java, "-cp", classes, KilledRunTest.class.getName(), place.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long told = 0;
    try (var lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        told = Long.parseLong(line);
        if (told == step) {
          assertThat(process.toHandle().destroyForcibly()).isTrue();
        }
      }
    }
    assertThat(process.waitFor()).isNotZero();
    return told;
  }
}
