package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Adapters from the command line, and merged into a model.
class LoraFlagsTest {
  private static final String MODULE = "transformer.layers.0.self_attn.to_qkv";

  @TempDir static Path home;
  @TempDir Path folder;
  private static Path adapter;
  private final Program program = new Program(home);

  @BeforeAll
  static void makeModelAndAdapter() throws IOException {
    var model = ReferenceModel.in(home.resolve("models/three"));
    var shape =
        Checkpoint.open(model.resolve("model.safetensors"))
            .shape("model.model." + MODULE + ".weight");
    adapter = home.resolve("loud.safetensors");
    var place = "model." + MODULE + ".parametrizations.weight.0.";
    new SafetensorsWriter()
        .add(place + "lora_A", ones(2, shape[1]))
        .add(place + "lora_B", ones(shape[0], 2))
        .write(adapter);
  }

  private static NdArray ones(long rows, long columns) {
    var array = NdArray.zeros(DType.F32, rows, columns);
    var values = array.floats();
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, 0.1f * (1 + i % 3));
    }
    return array;
  }

  private Path generated(String name, String... more) {
    var file = folder.resolve(name);
    var args = new ArrayList<>(List.of("generate", "a bell", "-s", "0.1", "--seed", "3"));
    args.addAll(List.of("-o", file.toString()));
    args.addAll(List.of(more));
    program.run(args).assertSuccess();
    return file;
  }

  @Test
  void changesTheSoundAsFarAsItsStrength() throws IOException {
    var plain = Sounds.read(generated("plain.wav")).planar();
    var full = Sounds.read(generated("full.wav", "--lora", adapter.toString())).planar();
    var none = Sounds.read(generated("none.wav", "--lora", adapter + "@0")).planar();
    var never = Sounds.read(generated("never.wav", "--lora", adapter + "@1@0:0")).planar();
    assertThat(full).isNotEqualTo(plain);
    assertThat(none).isEqualTo(plain);
    assertThat(never).isEqualTo(plain);
  }

  @Test
  void aTakeIsRepeatedWithItsAdapter() throws IOException {
    var take = generated("take.wav", "--lora", adapter + "@0.7");
    var again = folder.resolve("again.wav");
    program
        .run("generate", "--from", take.toString(), "-o", again.toString())
        .assertRefused("loud.safetensors");
    program
        .run(
            "generate",
            "--from",
            take.toString(),
            "-o",
            again.toString(),
            "--lora",
            adapter.toString())
        .assertSuccess();
    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(take));
  }

  @Test
  void mergesIntoAModelThatNeedsItNoMore() throws IOException {
    var model = ReferenceModel.in(folder.resolve("merged"));
    var weights = model.resolve("model.safetensors");
    Files.delete(weights);
    program
        .run(
            "merge",
            home.resolve("models/three").toString(),
            "--lora",
            adapter.toString(),
            "-o",
            weights.toString())
        .assertSuccess();
    var merged = Sounds.read(generated("merged.wav", "--model", model.toString())).planar();
    assertThat(merged)
        .isEqualTo(Sounds.read(generated("full.wav", "--lora", adapter.toString())).planar());
  }

  @Test
  void refusesWhatIsNoAdapter() {
    var output = folder.resolve("x.wav").toString();
    program
        .run("generate", "a bell", "-o", output, "--lora", "nowhere.safetensors")
        .assertRefused("nowhere.safetensors");
    program
        .run("generate", "a bell", "-o", output, "--lora", adapter + "@99")
        .assertRefused("strength");
    program
        .run("merge", home.resolve("models/three").toString(), "-o", output)
        .assertRefused("--lora");
    assertThat(folder.resolve("x.wav")).doesNotExist();
  }
}
