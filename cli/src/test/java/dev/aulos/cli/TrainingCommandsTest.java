package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCommandsTest {
  @TempDir static Path home;
  @TempDir Path folder;
  private final Program program = new Program(home);

  @Test
  void aDatasetIsSiftedByLicence() throws IOException {
    var sounds = folder.resolve("sounds");
    Files.createDirectories(sounds);
    for (var name : new String[] {"free", "closed"}) {
      Sounds.noise(sounds.resolve(name + ".wav"), 44_100);
      var licence = name.equals("free") ? "CC0-1.0" : "";
      Files.writeString(
          sounds.resolve(name + ".json"),
          "{\"caption\": \"noise\", \"licence\": \"" + licence + "\", \"source\": \"own\"}");
    }
    var manifest = folder.resolve("set.jsonl");
    var result = program.run("dataset", sounds.toString(), "-o", manifest.toString());
    assertThat(result.code()).as(result.err()).isEqualTo(Main.DONE);
    assertThat(result.out()).contains("closed.wav");
    assertThat(Files.readString(manifest)).contains("free.wav").doesNotContain("closed.wav");
  }

  @Test
  void whatCannotBeTrainedOrMeasuredIsSaid() {
    var none = folder.resolve("none").toString();
    assertThat(program.run("dataset", none, "-o", none + ".jsonl").err()).contains(none);
    var steps = program.run("train", "nano", "-o", none, "--flow-steps", "0");
    assertThat(steps.code()).isEqualTo(Main.WRONG);
    assertThat(steps.err()).contains("steps and sounds of at least 1");
    var seeds = program.run("evaluate", "--seeds", "0");
    assertThat(seeds.code()).isEqualTo(Main.WRONG);
    assertThat(seeds.err()).contains("--seeds is 0, expected 1 to 16");
    assertThat(program.run("train").out()).contains("nano");
  }
}
