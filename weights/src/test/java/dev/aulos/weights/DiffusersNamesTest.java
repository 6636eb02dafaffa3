package dev.aulos.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffusersNamesTest {
  @TempDir Path folder;

  private static Weights one(String name, long... shape) {
    return WeightViews.of(Map.of(name, NdArray.zeros(DType.F32, shape)));
  }

  @ParameterizedTest
  @CsvSource({
    "encoder.conv1.weight_g,                     encoder.layers.0.weight_g",
    "encoder.block.0.res_unit1.snake1.alpha,     encoder.layers.1.layers.0.layers.0.alpha",
    "encoder.block.4.res_unit3.conv2.weight_v,   encoder.layers.5.layers.2.layers.3.weight_v",
    "encoder.block.1.snake1.beta,                encoder.layers.2.layers.3.beta",
    "encoder.block.1.conv1.bias,                 encoder.layers.2.layers.4.bias",
    "encoder.snake1.alpha,                       encoder.layers.6.alpha",
    "encoder.conv2.bias,                         encoder.layers.7.bias",
    "decoder.conv1.bias,                         decoder.layers.0.bias",
    "decoder.block.2.snake1.alpha,               decoder.layers.3.layers.0.alpha",
    "decoder.block.2.conv_t1.weight_g,           decoder.layers.3.layers.1.weight_g",
    "decoder.block.0.res_unit1.snake2.beta,      decoder.layers.1.layers.2.layers.2.beta",
    "decoder.block.0.res_unit3.conv1.bias,       decoder.layers.1.layers.4.layers.1.bias",
    "decoder.snake1.beta,                        decoder.layers.6.beta",
    "decoder.conv2.weight_v,                     decoder.layers.7.weight_v",
    "decoder.layers.7.weight_v,                  decoder.layers.7.weight_v"
  })
  void namesOobleckAsPublished(String stored, String published) throws WeightFormatException {
    var blocks = Map.of("e", 5, "d", 5);
    var named = DiffusersNames.OOBLECK.apply(one(stored, 1), blocks, new ArrayList<>());
    assertThat(named.paths()).containsExactly(published);
  }

  @Test
  void snakesLoseTheirAxesOfOne() throws WeightFormatException {
    var named =
        DiffusersNames.OOBLECK.apply(
            one("decoder.snake1.alpha", 1, 8, 1), Map.of("e", 1, "d", 1), new ArrayList<>());
    assertThat(named.shape("decoder.layers.2.alpha")).containsExactly(8);
    assertThat(named.get("decoder.layers.2.alpha").shape()).containsExactly(8);
  }

  @ParameterizedTest
  @CsvSource({
    "transformer_blocks.0.attn1.to_qkv.weight,     layers.0.self_attn.to_qkv.weight",
    "transformer_blocks.3.norm2.weight,            layers.3.cross_attend_norm.gamma",
    "transformer_blocks.3.norm3.bias,              layers.3.ff_norm.beta",
    "transformer_blocks.11.attn2.norm_k.bias,      layers.11.cross_attn.k_norm.bias",
    "transformer_blocks.1.attn1.to_out.0.weight,   layers.1.self_attn.to_out.weight",
    "transformer.layers.0.self_attn.to_qkv.weight, layers.0.self_attn.to_qkv.weight",
    "transformer.layers.0.pre_norm.weight,         layers.0.pre_norm.gamma",
    "transformer.layers.0.pre_norm.gamma,          layers.0.pre_norm.gamma",
    "layers.2.cross_attn.q_norm.weight,            layers.2.cross_attn.q_norm.weight",
    "layers.2.cross_attn.to_kv.weight,             layers.2.cross_attn.to_kv.weight",
    "transformer.layers.2.ff.ff.0.proj.bias,       layers.2.ff.ff.0.proj.bias"
  })
  void knowsTheFusedLayoutToo(String stored, String published) throws WeightFormatException {
    var named = DiffusersNames.TRANSFORMER.apply(one(stored, 2, 2), Map.of(), new ArrayList<>());
    assertThat(named.paths()).containsExactly("transformer." + published);
  }

  @Test
  void joinsRowsInOrder() throws WeightFormatException {
    var parts = new LinkedHashMap<String, NdArray>();
    parts.put("transformer_blocks.0.attn2.to_v.weight", NdArray.of(new float[] {3, 4}, 1, 2));
    parts.put("transformer_blocks.0.attn2.to_k.weight", NdArray.of(new float[] {1, 2}, 1, 2));
    var named =
        DiffusersNames.TRANSFORMER.apply(WeightViews.of(parts), Map.of(), new ArrayList<>());
    var kv = named.get("transformer.layers.0.cross_attn.to_kv.weight");
    assertThat(kv.shape()).containsExactly(2, 2);
    assertThat(kv.toFloats()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void refusesIncompleteOrMismatchedJoins() {
    assertThatThrownBy(() ->
            DiffusersNames.TRANSFORMER.apply(
                one("transformer_blocks.0.attn1.to_q.weight", 2, 2), Map.of(), new ArrayList<>()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("needs more than [transformer_blocks.0.attn1.to_q.weight]");
    var parts =
        Map.of(
            "transformer_blocks.0.attn2.to_k.weight", NdArray.zeros(DType.F32, 2, 3),
            "transformer_blocks.0.attn2.to_v.weight", NdArray.zeros(DType.F32, 2, 4));
    assertThatThrownBy(() ->
            DiffusersNames.TRANSFORMER.apply(WeightViews.of(parts), Map.of(), new ArrayList<>()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("does not join");
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    var both =
        Map.of(
            "time_proj.weight", NdArray.zeros(DType.F32, 4),
            "timestep_features.weight", NdArray.zeros(DType.F32, 4, 1));
    assertThatThrownBy(() ->
            DiffusersNames.TRANSFORMER.apply(WeightViews.of(both), Map.of(), new ArrayList<>()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("both stand for");
  }

  @Test
  void opensAnySubsetOfTheParts() throws IOException {
    write("vae", "decoder.conv2.weight_g", 2);
    write("conditioner", "conditioners.seconds_total.embedder.embedding.1.bias", 3);
    var opened = DiffusersFolder.open(folder);
    assertThat(opened.paths())
        .containsExactlyInAnyOrder(
            "pretransform.model.decoder.layers.2.weight_g",
            "conditioner.conditioners.seconds_total.embedder.embedding.1.bias");
    write("transformer", "nonsense.weight", 3);
    assertThat(DiffusersFolder.open(folder).ignored())
        .containsExactly("transformer/nonsense.weight");
  }

  private void write(String part, String name, long... shape) throws IOException {
    Files.createDirectories(folder.resolve(part));
    new SafetensorsWriter()
        .add(name, NdArray.zeros(DType.F32, shape))
        .write(folder.resolve(part).resolve("diffusion_pytorch_model.safetensors"));
  }

  @Test
  void refusesFoldersWithoutAModel() throws IOException {
    assertThatThrownBy(() -> Checkpoint.open(folder)).isInstanceOf(WeightFormatException.class);
    Files.createDirectories(folder.resolve("vae"));
    assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("has no weights");
  }
}
