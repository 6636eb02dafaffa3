package dev.aulos.models.t5gemma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.aulos.graph.Scope;
import dev.aulos.models.config.UnsupportedModelException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class T5GemmaConfigTest {
  /// The encoder part of the published configuration.
  private static final String PUBLISHED =
      """
      {"model_type": "t5gemma", "is_encoder_decoder": true, "decoder": {"hidden_size": 768},
       "encoder": {
        "attention_bias": false, "attention_dropout": 0.0, "attn_logit_softcapping": 50.0,
        "bos_token_id": 2, "classifier_dropout_rate": 0.0, "dropout_rate": 0.0, "eos_token_id": 1,
        "final_logit_softcapping": 30.0, "head_dim": 64,
        "hidden_activation": "gelu_pytorch_tanh", "hidden_size": 768, "initializer_range": 0.02,
        "intermediate_size": 2048, "is_decoder": false, "max_position_embeddings": 8192,
        "model_type": "t5_gemma_module", "num_attention_heads": 12, "num_hidden_layers": 12,
        "num_key_value_heads": 12, "pad_token_id": 0, "query_pre_attn_scalar": 64,
        "rms_norm_eps": 1e-06, "rope_theta": 10000.0, "sliding_window": 4096,
        "torch_dtype": "bfloat16", "use_cache": true, "vocab_size": 256000}}
      """;

  private static JsonObject published() {
    return JsonParser.parseString(PUBLISHED).getAsJsonObject();
  }

  @Test
  void describesThePublishedEncoder() {
    var config = T5GemmaConfig.of(published());
    assertThat(config.layers()).isEqualTo(12);
    assertThat(config.sliding()).startsWith(true, false, true, false);
    assertThat(config.softCap()).contains(50f);
    assertThat(config.withoutSoftCap().softCap()).isEmpty();
    assertThat(config.withoutSoftCap().sliding()).isEqualTo(config.sliding());
  }

  @Test
  void asksForThePublishedTensors() {
    var encoder = T5GemmaEncoder.of(Scope.root().at("model", "encoder"), config());
    var shapes = encoder.shapes();
    assertThat(shapes).hasSize(134);
    assertThat(shapes.get("model.encoder.embed_tokens.weight")).containsExactly(256_000, 768);
    assertThat(shapes.get("model.encoder.layers.11.mlp.down_proj.weight"))
        .containsExactly(768, 2048);
    long total =
        shapes.values().stream().mapToLong(s -> Arrays.stream(s).reduce(1, (a, b) -> a * b)).sum();
    assertThat(total).isEqualTo(281_580_288);
  }

  private static T5GemmaConfig config() {
    return T5GemmaConfig.of(published());
  }

  @Test
  void takesTheKindsOfLayersAsListed() {
    var json = published();
    var types = new JsonArray();
    for (int i = 0; i < 12; i++) {
      types.add(i < 6 ? "full_attention" : "sliding_attention");
    }
    json.getAsJsonObject("encoder").add("layer_types", types);
    var config = T5GemmaConfig.of(json);
    assertThat(config.sliding().subList(0, 6)).containsOnly(false);
    assertThat(config.sliding().subList(6, 12)).containsOnly(true);
  }

  @Test
  void readsTheBaseOfPositionsFromEitherPlace() {
    var json = published();
    var encoder = json.getAsJsonObject("encoder");
    encoder.remove("rope_theta");
    assertThat(T5GemmaConfig.of(json).ropeBase()).isEqualTo(10_000);
    encoder.add(
        "rope_parameters",
        JsonParser.parseString("{\"rope_type\": \"default\", \"rope_theta\": 500}"));
    assertThat(T5GemmaConfig.of(json).ropeBase()).isEqualTo(500);
  }

  @Test
  void hasNoSoftCapWhereTheFileHasNone() {
    var json = published();
    json.getAsJsonObject("encoder").add("attn_logit_softcapping", JsonNull.INSTANCE);
    assertThat(T5GemmaConfig.of(json).softCap()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hidden_activation, gelu, gelu_pytorch_tanh",
    "attention_bias, true, false",
    "is_decoder, true, false",
    "rope_scaling, yarn, absent",
    "head_dim, 63, even",
    "num_key_value_heads, 5, divide",
    "attn_logit_softcapping, 0, above 0",
    "query_pre_attn_scalar, -1, above 0",
    "hidden_sise, 768, hidden_size"
  })
  void rejectsWhatItDoesNotCompute(String key, String value, String told) {
    var json = published();
    json.getAsJsonObject("encoder").add(key, primitive(value));
    assertThatThrownBy(() -> T5GemmaConfig.of(json))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("t5gemma.encoder." + key)
        .hasMessageContaining(told);
  }

  @Test
  void rejectsAnotherModel() {
    var json = published();
    json.addProperty("model_type", "t5");
    assertThatThrownBy(() -> T5GemmaConfig.of(json))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("supported: t5gemma");
  }

  private static JsonPrimitive primitive(String value) {
    if (value.equals("true")) {
      return new JsonPrimitive(true);
    }
    boolean number = value.matches("-?\\d+");
    return number ? new JsonPrimitive(Integer.parseInt(value)) : new JsonPrimitive(value);
  }
}
