package dev.aulos.engine.conditioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aulos.engine.files.ModelException;
import dev.aulos.graph.Cancellation;
import dev.aulos.graph.Cost;
import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import dev.aulos.graph.ReferenceBackend;
import dev.aulos.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class T5GemmaFilesTest {
  private static final String CONFIG =
      """
      {"model_type": "t5gemma", "encoder": {"vocab_size": 9, "hidden_size": 4, "head_dim": 2,
       "intermediate_size": 6, "num_hidden_layers": 1, "num_attention_heads": 2,
       "query_pre_attn_scalar": 2, "attn_logit_softcapping": 50.0}}
      """;

  @TempDir Path folder;

  private final Map<String, NdArray> tensors = new LinkedHashMap<>();

  @BeforeEach
  void writesAModelInHalves() throws IOException {
    Files.writeString(folder.resolve("config.json"), CONFIG);
    for (var place :
        List.of("pre_self_attn", "post_self_attn", "pre_feedforward", "post_feedforward")) {
      add("layers.0." + place + "_layernorm.weight", 4);
    }
    for (var projection : "qkvo".split("")) {
      add("layers.0.self_attn." + projection + "_proj.weight", 4, 4);
    }
    add("layers.0.mlp.gate_proj.weight", 6, 4);
    add("layers.0.mlp.up_proj.weight", 6, 4);
    add("layers.0.mlp.down_proj.weight", 4, 6);
    add("embed_tokens.weight", 9, 4);
    add("norm.weight", 4);
    tensors.put("model.decoder.norm.weight", NdArray.zeros(DType.BF16, 3));
    write();
  }

  private void add(String name, long... shape) {
    var array = NdArray.zeros(DType.BF16, shape);
    for (int i = 0; i < array.size(); i++) {
      float value = (i * 7 + name.length()) % 5 - 2;
      array.bytes().putShort(2 * i, (short) (Float.floatToIntBits(value) >>> 16));
    }
    tensors.put("model.encoder." + name, array);
  }

  private void write() throws IOException {
    var writer = new SafetensorsWriter();
    tensors.forEach(writer::add);
    writer.write(folder.resolve("model.safetensors"));
  }

  @Test
  void readsTheEncoderAndPassesTheDecoderOver() throws IOException {
    var files = T5GemmaFiles.open(folder);
    try (var encoder = files.encoder(new ReferenceBackend(), 4)) {
      var rows = encoder.rows(new int[] {1, 8}, Cancellation.none());
      assertThat(encoder.width()).isEqualTo(4);
      assertThat(rows).hasSize(8).doesNotContain(Float.NaN);
      var lengths = Map.of("batch", 1L, "tokens", 0L);
      assertThat(Cost.of(encoder.network().graph(), lengths).flop()).isZero();
    }
  }

  @Test
  void namesATensorThatIsMissing() throws IOException {
    tensors.remove("model.encoder.norm.weight");
    write();
    assertThatThrownBy(() -> T5GemmaFiles.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining("model.encoder.norm.weight");
  }

  @Test
  void namesAFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    assertThatThrownBy(() -> T5GemmaFiles.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.safetensors");
  }

  @Test
  void tellsWhatIsWrongWithAConfiguration() throws IOException {
    Files.writeString(folder.resolve("config.json"), CONFIG.replace("\"t5gemma\"", "\"gemma\""));
    assertThatThrownBy(() -> T5GemmaFiles.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json")
        .hasMessageContaining("supported: t5gemma");
    Files.writeString(folder.resolve("config.json"), "{");
    assertThatThrownBy(() -> T5GemmaFiles.open(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not JSON");
  }

  @Test
  void saysThatThereIsNoTokenizer() throws IOException {
    var files = T5GemmaFiles.open(folder);
    assertThatThrownBy(files::tokenizer)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no tokenizer");
  }
}
