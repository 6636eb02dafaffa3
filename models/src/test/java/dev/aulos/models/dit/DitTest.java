package dev.aulos.models.dit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.graph.Graph;
import dev.aulos.graph.Scope;
import dev.aulos.models.config.Section;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.models.nn.Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DitTest {
  private static final String SMALL =
      """
      {"io_channels": 256, "embed_dim": 1024, "depth": 20, "num_heads": 16,
       "cond_token_dim": 768, "global_cond_dim": 768, "local_add_cond_dim": 257,
       "transformer_type": "continuous_transformer", "global_cond_type": "adaLN",
       "norm_type": "rms_norm", "norm_kwargs": {"force_fp32": true},
       "attn_kwargs": {"qk_norm": "rms", "differential": false}, "ff_kwargs": {"mult": 4.0},
       "num_memory_tokens": 64, "timestep_features_type": "expo",
       "timestep_features_logsnr": false}\
      """;

  @Test
  void asksForThePublishedParametersOfTheSmallModel() {
    var shapes = parameters(config(SMALL));
    assertThat(shapes).hasSize(438);
    assertThat(total(shapes)).isEqualTo(459_130_896);
    assertThat(shapes.get("model.model.transformer.layers.19.to_local_embed.0.weight"))
        .containsExactly(1024, 257);
    assertThat(shapes.get("model.model.transformer.memory_tokens")).containsExactly(64, 1024);
  }

  @Test
  void asksForThePublishedParametersOfTheMediumModel() {
    var json = JsonParser.parseString(SMALL).getAsJsonObject();
    json.addProperty("embed_dim", 1536);
    json.addProperty("depth", 24);
    json.addProperty("num_heads", 24);
    json.getAsJsonObject("attn_kwargs").addProperty("differential", true);
    json.remove("timestep_features_logsnr");
    var shapes = parameters(config(json));
    assertThat(shapes).hasSize(522);
    assertThat(total(shapes)).isEqualTo(1_453_170_192L);
    assertThat(shapes.get("model.model.transformer.layers.0.self_attn.to_qkv.weight"))
        .containsExactly(7680, 1536);
    assertThat(shapes.get("model.model.transformer.layers.0.cross_attn.to_kv.weight"))
        .containsExactly(4608, 1536);
  }

  @Test
  void asksForTheSameParametersUnderEveryPaddingRule() {
    var dit = Dit.of(Scope.root(), config(SMALL));
    var plain = dit.stepGraph(Probe.NONE);
    for (var rule : PaddingRule.values()) {
      var graph = dit.stepGraph(rule, Probe.NONE);
      assertThat(graph.parameters()).isEqualTo(plain.parameters());
      assertThat(graph.inputs().containsKey("valid")).isEqualTo(rule != PaddingRule.NONE);
    }
  }

  @Test
  void keepsTheOlderLineAsItWas() {
    var older = new DitConfig(64, 1024, 16, 8, 768, true, 1536, true, DitConfig.QkNorm.LAYER, 4);
    var shapes = parameters(older);
    assertThat(shapes).containsKey("model.model.timestep_features.weight");
    assertThat(shapes).containsKey("model.model.transformer.layers.0.pre_norm.beta");
    assertThat(shapes.keySet())
        .noneMatch(name -> name.contains("local_embed") || name.contains("memory"));
    var step = Dit.of(Scope.root(), older).stepGraph(Probe.NONE);
    assertThat(step.inputs()).containsKeys("x", "t", "global", "keys.0", "values.15");
    assertThat(step.inputs()).hasSize(3 + 2 * 16);
  }

  @Test
  void refusesWhatItDoesNotDo() {
    refuses("global_cond_type", "adaLN-single", "prepend, adaLN");
    refuses("norm_type", "dyt", "layer_norm, rms_norm");
    refuses("timestep_features_logsnr", true, "supported: false");
    refuses("num_heads", 64, "at least 32 wide");
    refuses("sliding_window", 8, "unknown key");
    var prepended = JsonParser.parseString(SMALL).getAsJsonObject();
    prepended.addProperty("global_cond_type", "prepend");
    assertThatThrownBy(() -> config(prepended))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("num_memory_tokens");
  }

  private static void refuses(String key, Object value, String message) {
    var json = JsonParser.parseString(SMALL).getAsJsonObject();
    switch (value) {
      case Boolean b -> json.addProperty(key, b);
      case Number n -> json.addProperty(key, n);
      default -> json.addProperty(key, value.toString());
    }
    assertThatThrownBy(() -> config(json))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("config." + key)
        .hasMessageContaining(message);
  }

  private static DitConfig config(String json) {
    return config(JsonParser.parseString(json).getAsJsonObject());
  }

  private static DitConfig config(JsonObject json) {
    return DitConfig.of(Section.of("model.diffusion.config", json));
  }

  private static Map<String, long[]> parameters(DitConfig config) {
    var dit = Dit.of(Scope.root().at("model", "model"), config);
    var shapes = new LinkedHashMap<String, long[]>();
    for (Graph graph : new Graph[] {dit.conditioningGraph(Probe.NONE), dit.stepGraph(Probe.NONE)}) {
      graph.parameters().forEach((path, shape) -> shapes.put(path, shape.fixed()));
    }
    return shapes;
  }

  private static long total(Map<String, long[]> shapes) {
    long total = 0;
    for (var shape : shapes.values()) {
      long size = 1;
      for (long extent : shape) {
        size *= extent;
      }
      total += size;
    }
    return total;
  }
}
