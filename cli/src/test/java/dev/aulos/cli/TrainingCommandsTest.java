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
  void anAdapterIsTrainedAndUsed() throws IOException {
    var model = ReferenceModel.in(folder.resolve("model")).toString();
    var sounds = folder.resolve("sounds");
    Files.createDirectories(sounds);
    for (int i = 0; i < 2; i++) {
      Sounds.noise(sounds.resolve(i + ".wav"), 20_000 + 4_000 * i);
      Files.writeString(sounds.resolve(i + ".txt"), "noise " + i);
    }
    var latents = folder.resolve("latents");
    var set = folder.resolve("set.jsonl").toString();
    var run = folder.resolve("run");
    program
        .run("pre-encode", sounds.toString(), "-o", latents.toString(), "-m", model)
        .assertSuccess();
    Files.writeString(latents.resolve("dataset.json"), "{\"licence\": \"CC0-1.0\"}");
    program.run("dataset", latents.toString(), "-o", set).assertSuccess();
    var args =
        new String[] {
          "train",
          "lora",
          "-m",
          model,
          "--data",
          set,
          "-o",
          run.toString(),
          "--steps",
          "2",
          "--type",
          "lora",
          "--rank",
          "2",
          "--batch-frames",
          "64"
        };
    program.run(args).assertSuccess();
    var adapter = run.resolve("export/adapter.safetensors");
    assertThat(adapter).isRegularFile();
    program
        .run(
            "generate",
            "noise",
            "-m",
            model,
            "--lora",
            adapter.toString(),
            "--seconds",
            "0.2",
            "-o",
            folder.resolve("out.wav").toString())
        .assertSuccess();
    assertThat(
            program
                .run(
                    "train",
                    "lora",
                    "-m",
                    model,
                    "--data",
                    set,
                    "-o",
                    run.toString(),
                    "--type",
                    "lorra")
                .err())
        .contains("lorra");
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
