package dev.aulos.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.aulos.models.config.UnsupportedModelException;
import dev.aulos.testkit.GoldenCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ModelConfigTest {
  private static final String PUBLISHED =
      """
      {"model_type": "diffusion_cond_inpaint", "sample_size": 5292032, "sample_rate": 44100,
       "audio_channels": 2, "training": {"demo": {"demo_steps": 8}}, "model": {
        "io_channels": 256,
        "conditioning": {"cond_dim": 768, "configs": [
          {"id": "prompt", "type": "t5gemma", "config": {"max_length": 256,
           "padding_mode": "learned", "repo_id": "a/b", "subfolder": "t5gemma-b-b-ul2"}},
          {"id": "seconds_total", "type": "number", "config": {"min_val": 0, "max_val": 384,
           "fourier_features_type": "expo"}}]},
        "diffusion": {"type": "dit", "diffusion_objective": "rf_denoiser",
         "cross_attention_cond_ids": ["prompt", "seconds_total"],
         "global_cond_ids": ["seconds_total"],
         "local_add_cond_ids": ["inpaint_mask", "inpaint_masked_input"],
         "input_concat_ids": [], "prepend_cond_ids": [], "modular_local_cond_configs": [],
         "distribution_shift_options": {"min_length": 256, "max_length": 4096, "type": "full"},
         "mask_padding_attention": true, "use_effective_length_for_schedule": true,
         "config": {"io_channels": 256, "embed_dim": 1024, "depth": 20, "num_heads": 16,
          "cond_token_dim": 768, "global_cond_dim": 768, "local_add_cond_dim": 257,
          "global_cond_type": "adaLN", "norm_type": "rms_norm",
          "attn_kwargs": {"qk_norm": "rms"}, "num_memory_tokens": 64,
          "timestep_features_type": "expo"}}}}\
      """;

  @Test
  void readsThePublishedSmallModel() {
    var config = (ModelConfig.TextToAudio) ModelConfig.of(json());
    assertThat(config.line()).isEqualTo(ModelConfig.Line.THREE);
    assertThat(config.length()).isEqualTo(new ModelConfig.Length(true, true, 6));
    assertThat(config.objective()).isEqualTo(Objective.RF_DENOISER);
    assertThat(config.crossIds()).containsExactly("prompt", "seconds_total");
    assertThat(config.globalIds()).containsExactly("seconds_total");
    assertThat(config.autoencoder()).isEmpty();
    assertThat(config.conditioners())
        .containsExactly(
            new Conditioner.Text(
                "prompt", Conditioner.Text.Family.T5_GEMMA, "t5gemma-b-b-ul2", 256),
            new Conditioner.Quantity("seconds_total", 0, 384, Conditioner.Quantity.Features.EXPO));
  }

  @Test
  void readsAModelThatIsToldTheBeats() {
    var json = json();
    var diffusion = diffusion(json.getAsJsonObject("model"));
    diffusion.getAsJsonArray("local_add_cond_ids").add("beats");
    var sizes = diffusion.getAsJsonObject("config");
    sizes.addProperty("local_add_cond_dim", 267);
    assertThat(((ModelConfig.TextToAudio) ModelConfig.of(json)).hasBeats()).isTrue();
    assertThat(((ModelConfig.TextToAudio) ModelConfig.of(json())).hasBeats()).isFalse();
    sizes.addProperty("local_add_cond_dim", 257);
    assertThatThrownBy(() -> ModelConfig.of(json)).hasMessageContaining("must be 267, it is 257");
  }

  @Test
  void refusesWhatTheModelCannotBeRunWith() {
    refuses("diffusion.local_add_cond_ids", m -> diffusion(m).remove("local_add_cond_ids"), "type");
    refuses(
        "local_add_cond_ids",
        m -> diffusion(m).getAsJsonArray("local_add_cond_ids").remove(0),
        "inpaint_mask, inpaint_masked_input");
    refuses(
        "config", m -> diffusion(m).getAsJsonObject("config").remove("local_add_cond_dim"), "257");
    refuses(
        "sampling_distribution_shift_options",
        m -> diffusion(m).add("sampling_distribution_shift_options", new JsonObject()),
        "supported: absent");
    refuses("mask_padding", m -> diffusion(m).addProperty("mask_padding", true), "unknown key");
    refuses("padding_mode", m -> text(m).addProperty("padding_mode", "zero"), "learned");
    refuses("subfolder", m -> text(m).addProperty("subfolder", "../elsewhere"), "folder beside");
    refuses("io_channels", m -> m.addProperty("io_channels", 64), "256");
  }

  @Test
  void keepsTheOlderLineToItself() {
    var older = json();
    older.addProperty("model_type", "diffusion_cond");
    assertThatThrownBy(() -> ModelConfig.of(older))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("use_effective_length_for_schedule");
  }

  @Test
  void readsEveryWholeConfigurationOfTheReferenceCases() throws IOException {
    var lines = new ArrayList<ModelConfig.Line>();
    for (var folder : folders()) {
      var json = JsonParser.parseString(Files.readString(folder)).getAsJsonObject();
      if (isWhole(json) && ModelConfig.of(json) instanceof ModelConfig.TextToAudio config) {
        lines.add(config.line());
        config
            .autoencoder()
            .ifPresent(a -> {
              boolean same = a instanceof Autoencoder.Same;
              assertThat(same).isEqualTo(config.line() == ModelConfig.Line.THREE);
              assertThat(a.latentChannels()).isEqualTo(config.dit().channels());
            });
      }
    }
    if (GoldenCase.isComplete()) {
      assertThat(lines).contains(ModelConfig.Line.OPEN, ModelConfig.Line.THREE);
    }
  }

  private static List<Path> folders() {
    return GoldenCase.all(GoldenCase.root()).stream()
        .map(c -> c.file("model_config.json"))
        .filter(Files::exists)
        .toList();
  }

  private static boolean isWhole(JsonObject json) {
    return json.has("model_type")
        && json.has("sample_size")
        && json.getAsJsonObject("model").has("conditioning")
        && json.getAsJsonObject("model").has("diffusion");
  }

  private static void refuses(String key, Consumer<JsonObject> change, String message) {
    var json = json();
    change.accept(json.getAsJsonObject("model"));
    assertThatThrownBy(() -> ModelConfig.of(json))
        .as(key)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1))
        .hasMessageContaining(message);
  }

  private static JsonObject diffusion(JsonObject model) {
    return model.getAsJsonObject("diffusion");
  }

  private static JsonObject text(JsonObject model) {
    return model
        .getAsJsonObject("conditioning")
        .getAsJsonArray("configs")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("config");
  }

  private static JsonObject json() {
    return JsonParser.parseString(PUBLISHED).getAsJsonObject();
  }
}
