package dev.aulos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.weights.Checkpoint;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model that cannot be used is refused with the file and the reason.
class BrokenModelTest {
  private static final String TENSOR = "model.model.transformer.layers.1.ff.ff.2.bias";

  @TempDir static Path whole;
  @TempDir Path folder;
  private Path model;
  private Path config;
  private Path weights;

  @BeforeAll
  static void makeModel() throws IOException {
    TinyModel.in(whole);
  }

  @BeforeEach
  void copyModel() throws IOException {
    model = TinyModel.copy(whole, folder.resolve("tiny"));
    config = model.resolve("model_config.json");
    weights = model.resolve("model.safetensors");
  }

  private void assertRefused(Path given, String... words) {
    var output = folder.resolve("a.wav");
    new Program(folder.resolve("home"))
        .run("generate", "rain", "--model", given.toString(), "-o", output.toString())
        .assertRefused(words);
    assertThat(output).doesNotExist();
  }

  private void rewrite(Map<String, NdArray> others) throws IOException {
    var writer = new SafetensorsWriter();
    var stored = Checkpoint.open(weights);
    for (var path : stored.paths()) {
      if (!others.containsKey(path)) {
        writer.add(path, stored.get(path));
      }
    }
    others.forEach((path, array) -> {
      if (array.rank() > 0) {
        writer.add(path, array);
      }
    });
    var changed = folder.resolve("changed.safetensors");
    writer.write(changed);
    Files.move(changed, weights, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void namesAPathThatIsNoModel() throws IOException {
    assertRefused(folder.resolve("nowhere"), "nowhere", "no such file or folder");
    assertRefused(Files.createDirectory(folder.resolve("bare")), "bare", "model_config.json");
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(weights);
    assertRefused(model, "model.safetensors");
  }

  @Test
  void namesAMissingTextEncoder() throws IOException {
    Files.delete(model.resolve("t5-base/config.json"));
    assertRefused(model, "t5-base", "aulos models get t5-base");
  }

  @Test
  void namesAMissingTensor() throws IOException {
    rewrite(Map.of(TENSOR, NdArray.zeros(DType.F32)));
    assertRefused(model, "model.safetensors", TENSOR);
  }

  @Test
  void namesATensorOfAnotherShape() throws IOException {
    rewrite(Map.of(TENSOR, NdArray.zeros(DType.F32, 3)));
    assertRefused(model, TENSOR, "[3]");
  }

  @Test
  void namesATensorThatTheModelDoesNotKnow() throws IOException {
    rewrite(Map.of("model.model.extra", NdArray.zeros(DType.F32, 3)));
    assertRefused(model, "model.model.extra");
  }

  @Test
  void saysThatAFileIsCutOff() throws IOException {
    try (var file = FileChannel.open(weights, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    assertRefused(model, "model.safetensors");
  }

  @Test
  void saysThatAFileIsNoCheckpoint() throws IOException {
    Files.writeString(weights, "<html>not found</html>");
    assertRefused(model, "model.safetensors");
  }

  @Test
  void saysThatAConfigurationIsNoJson() throws IOException {
    Files.writeString(config, "{\"model_type\": ");
    assertRefused(model, "model_config.json", "JSON");
    Files.write(config, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertRefused(model, "model_config.json");
    Files.writeString(config, "[]");
    assertRefused(model, "model_config.json");
  }

  @Test
  void namesWhatIsNotSupportedInAConfiguration() throws IOException {
    var text = Files.readString(config);
    Files.writeString(config, text.replace("diffusion_cond", "diffusion_uncond"));
    assertRefused(model, "model_type", "diffusion_uncond");
    Files.writeString(config, text.replace("oobleck", "encodec"));
    assertRefused(model, "encodec");
    Files.writeString(config, text.replace("rf_denoiser", "score"));
    assertRefused(model, "diffusion_objective", "score");
  }

  @Test
  void saysThatTheOutputIsNotANumber() throws IOException {
    var broken = NdArray.zeros(DType.F32, Checkpoint.open(weights).shape(TENSOR));
    for (int i = 0; i < broken.floats().capacity(); i++) {
      broken.floats().put(i, Float.NaN);
    }
    rewrite(Map.of(TENSOR, broken));
    assertRefused(model, "not numbers");
  }
}
