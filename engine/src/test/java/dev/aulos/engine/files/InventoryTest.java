package dev.aulos.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.aulos.engine.TinyModel;
import dev.aulos.models.ModelConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The published configurations ask for the published tensors: counts and totals of the
/// specification.
class InventoryTest {
  @Test
  void openSmallAsksForThePublishedTensors() throws IOException {
    var inventory = inventory("stable-audio-open-small.json");
    assertThat(tensors(inventory, "model.model.")).isEqualTo(382);
    long frequencies = 32;
    assertThat(parameters(inventory, "model.model.") - frequencies).isEqualTo(340_928_640L);
    assertThat(tensors(inventory, "conditioner.")).isEqualTo(3);
    assertThat(parameters(inventory, "conditioner.")).isEqualTo(198_272L);
    assertThat(parameters(inventory, "pretransform.model.encoder.")).isEqualTo(77_973_376L);
    assertThat(parameters(inventory, "pretransform.model.decoder.")).isEqualTo(78_104_320L);
  }

  @Test
  void theCodecIsStoredAs365Tensors() throws IOException {
    var inventory = inventory("stable-audio-open-small.json");
    long normed =
        inventory.entrySet().stream()
            .filter(e -> e.getKey().startsWith("pretransform.") && e.getValue().length == 3)
            .count();
    assertThat(tensors(inventory, "pretransform.model.") + normed).isEqualTo(365);
  }

  @Test
  void open10AsksForThePublishedTensors() throws IOException {
    var inventory = inventory("stable-audio-open-1.0.json");
    long frequencies = 16;
    long tensors = tensors(inventory, "model.model.") + tensors(inventory, "conditioner.");
    assertThat(tensors - 1).isEqualTo(379);
    assertThat(
            parameters(inventory, "model.model.")
                + parameters(inventory, "conditioner.")
                - frequencies)
        .isEqualTo(1_057_335_680L);
  }

  @Test
  void namesAndShapesAreThoseOfThePublishedFile() throws IOException {
    var inventory = inventory("stable-audio-open-small.json");
    assertThat(inventory.get("model.model.timestep_features.weight")).containsExactly(128, 1);
    assertThat(inventory.get("model.model.transformer.layers.15.self_attn.to_qkv.weight"))
        .containsExactly(3072, 1024);
    assertThat(inventory.get("model.model.transformer.layers.0.cross_attn.to_kv.weight"))
        .containsExactly(2048, 1024);
    assertThat(inventory.get("model.model.transformer.layers.7.ff.ff.0.proj.weight"))
        .containsExactly(8192, 1024);
    assertThat(inventory.get("conditioner.conditioners.seconds_total.embedder.embedding.1.weight"))
        .containsExactly(768, 257);
    assertThat(inventory.get("pretransform.model.decoder.layers.1.layers.1.weight"))
        .containsExactly(2048, 1024, 16);
  }

  private static Map<String, long[]> inventory(String name) throws IOException {
    return Inventory.of(ModelConfig.of(JsonParser.parseString(TinyModel.resource(name))));
  }

  private static long tensors(Map<String, long[]> inventory, String prefix) {
    return inventory.keySet().stream().filter(path -> path.startsWith(prefix)).count();
  }

  private static long parameters(Map<String, long[]> inventory, String prefix) {
    return inventory.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix))
        .mapToLong(e -> Arrays.stream(e.getValue()).reduce(1, (a, b) -> a * b))
        .sum();
  }
}
