package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sounds of Stable Audio 3, as long as the model makes at once and longer.
class GenerateChainTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);

  @BeforeAll
  static void makeModel() throws IOException {
    ReferenceModel.in(home.resolve("models/three"));
  }

  @Test
  void makesSoundsLongerThanTheModelIfAsked() throws IOException {
    var take = folder.resolve("a.wav");
    program
        .run("generate", "a bell", "-s", "2", "-o", take.toString(), "--steps", "2")
        .assertRefused("2 s", "at most 0.928 s at once", "--chain");
    var result =
        program.run(
            "generate",
            "a bell",
            "-s",
            "2",
            "-o",
            take.toString(),
            "--steps",
            "2",
            "--seed",
            "1",
            "--chain");
    assertThat(result.assertSuccess().out().strip())
        .isEqualTo(take + "  2.00 s, seed 1, pingpong 2 steps");
    assertThat(Sounds.read(take).frames()).isEqualTo(88_200);
  }

  @Test
  void repeatsAChainBitForBit() {
    var first = folder.resolve("a.wav");
    var again = folder.resolve("b.wav");
    program
        .run(
            "generate",
            "a bell",
            "-s",
            "1.5",
            "-o",
            first.toString(),
            "--steps",
            "2",
            "--chain",
            "--overlap",
            "0.3")
        .assertSuccess();
    program
        .run("generate", "--from", first.toString(), "--chain", "--overlap", "0.1")
        .assertRefused("leave --chain and --overlap out");
    program.run("generate", "--from", first.toString(), "-o", again.toString()).assertSuccess();
    assertThat(again).hasSameBinaryContentAs(first);
  }

  @Test
  void makesTheUsualLengthIfNoneIsAskedFor() throws IOException {
    var take = folder.resolve("a.wav");
    program.run("generate", "rain", "-o", take.toString(), "--steps", "1").assertSuccess();
    assertThat(Sounds.read(take).frames()).isEqualTo(40_960);
  }
}
