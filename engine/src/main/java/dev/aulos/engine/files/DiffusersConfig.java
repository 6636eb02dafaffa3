package dev.aulos.engine.files;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The configuration of a model in the layout of the diffusers library, written as the original
/// layout has it: one object instead of one file per part.
final class DiffusersConfig {
  private static final int PROMPT_TOKENS = 128;

  private final Path folder;
  private final JsonObject transformer;

  private DiffusersConfig(Path folder, JsonObject transformer) {
    this.folder = folder;
    this.transformer = transformer;
  }

  static ModelFiles.Described read(Path folder) throws ModelException {
    var file = folder.resolve("transformer").resolve("config.json");
    var config = new DiffusersConfig(folder, object(file));
    return new ModelFiles.Described(file, config.all());
  }

  private static JsonObject object(Path file) throws ModelException {
    var json = ModelFiles.read(file).json();
    if (!json.isJsonObject()) {
      throw new ModelException(file, "is not a JSON object");
    }
    return json.getAsJsonObject();
  }

  private JsonObject all() throws ModelException {
    var vae = object(require("vae/config.json"));
    var projection = object(require("projection_model/config.json"));
    int hop = product(vae, "downsampling_ratios");
    var top = new JsonObject();
    top.addProperty("model_type", "diffusion_cond");
    top.addProperty("sample_size", integer(transformer, "sample_size") * hop);
    top.add("sample_rate", value(vae, "sampling_rate"));
    top.add("audio_channels", value(vae, "audio_channels"));
    var model = new JsonObject();
    model.add("pretransform", pretransform(vae, hop));
    model.add("conditioning", conditioning(projection));
    model.add("diffusion", diffusion());
    model.add("io_channels", value(transformer, "in_channels"));
    top.add("model", model);
    return top;
  }

  private JsonObject pretransform(JsonObject vae, int hop) throws ModelException {
    var latent = value(vae, "decoder_input_channels");
    var strides = value(vae, "downsampling_ratios");
    var multiples = value(vae, "channel_multiples");
    var encoder = new JsonObject();
    encoder.add("in_channels", value(vae, "audio_channels"));
    encoder.add("channels", value(vae, "encoder_hidden_size"));
    encoder.add("c_mults", multiples);
    encoder.add("strides", strides);
    encoder.addProperty("latent_dim", 2 * integer(vae, "decoder_input_channels"));
    encoder.addProperty("use_snake", true);
    var decoder = new JsonObject();
    decoder.add("out_channels", value(vae, "audio_channels"));
    decoder.add("channels", value(vae, "decoder_channels"));
    decoder.add("c_mults", multiples);
    decoder.add("strides", strides);
    decoder.add("latent_dim", latent);
    decoder.addProperty("use_snake", true);
    decoder.addProperty("final_tanh", false);
    var config = new JsonObject();
    config.add("encoder", typed("oobleck", encoder));
    config.add("decoder", typed("oobleck", decoder));
    var bottleneck = new JsonObject();
    bottleneck.addProperty("type", "vae");
    config.add("bottleneck", bottleneck);
    config.add("latent_dim", latent);
    config.addProperty("downsampling_ratio", hop);
    config.add("io_channels", value(vae, "audio_channels"));
    return typed("autoencoder", config);
  }

  private JsonObject conditioning(JsonObject projection) throws ModelException {
    var text = new JsonObject();
    text.addProperty("t5_model_name", "t5-base");
    text.addProperty("max_length", PROMPT_TOKENS);
    var configs = new JsonArray();
    configs.add(identified("prompt", "t5", text));
    for (var id : List.of("seconds_start", "seconds_total")) {
      var range = new JsonObject();
      range.add("min_val", value(projection, "min_value"));
      range.add("max_val", value(projection, "max_value"));
      configs.add(identified(id, "number", range));
    }
    var conditioning = new JsonObject();
    conditioning.add("configs", configs);
    conditioning.add("cond_dim", value(projection, "conditioning_dim"));
    return conditioning;
  }

  private JsonObject diffusion() throws ModelException {
    var config = new JsonObject();
    int width =
        integer(transformer, "num_attention_heads") * integer(transformer, "attention_head_dim");
    config.add("io_channels", value(transformer, "in_channels"));
    config.addProperty("embed_dim", width);
    config.add("depth", value(transformer, "num_layers"));
    config.add("num_heads", value(transformer, "num_attention_heads"));
    config.add("cond_token_dim", value(transformer, "cross_attention_input_dim"));
    config.add("global_cond_dim", value(transformer, "global_states_input_dim"));
    config.addProperty("project_cond_tokens", integer(transformer, "cross_attention_dim") == width);
    config.addProperty("transformer_type", "continuous_transformer");
    if (transformer.has("qk_norm") && !transformer.get("qk_norm").isJsonNull()) {
      var attention = new JsonObject();
      attention.add("qk_norm", transformer.get("qk_norm"));
      config.add("attn_kwargs", attention);
    }
    var diffusion = typed("dit", config);
    var cross = new JsonArray();
    List.of("prompt", "seconds_start", "seconds_total").forEach(cross::add);
    diffusion.add("cross_attention_cond_ids", cross);
    var global = new JsonArray();
    List.of("seconds_start", "seconds_total").forEach(global::add);
    diffusion.add("global_cond_ids", global);
    diffusion.add("diffusion_objective", new JsonPrimitive("v"));
    return diffusion;
  }

  private Path require(String name) throws ModelException {
    var file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new ModelException(folder, "has transformer/config.json but no " + name);
    }
    return file;
  }

  private JsonElement value(JsonObject object, String key) throws ModelException {
    var value = object.get(key);
    if (value == null || value.isJsonNull()) {
      throw new ModelException(
          folder, "the configuration of " + object.get("_class_name") + " has no '" + key + "'");
    }
    return value;
  }

  private int integer(JsonObject object, String key) throws ModelException {
    try {
      return value(object, key).getAsInt();
    } catch (NumberFormatException | UnsupportedOperationException | IllegalStateException e) {
      throw new ModelException(folder, "'" + key + "' is not a whole number", e);
    }
  }

  private int product(JsonObject object, String key) throws ModelException {
    if (!value(object, key).isJsonArray()) {
      throw new ModelException(folder, "'" + key + "' is not a list");
    }
    int product = 1;
    try {
      for (var factor : value(object, key).getAsJsonArray()) {
        product = Math.multiplyExact(product, factor.getAsInt());
      }
    } catch (NumberFormatException
        | UnsupportedOperationException
        | IllegalStateException
        | ArithmeticException e) {
      throw new ModelException(folder, "'" + key + "' is not a list of small whole numbers", e);
    }
    return product;
  }

  private static JsonObject typed(String type, JsonObject config) {
    var object = new JsonObject();
    object.addProperty("type", type);
    object.add("config", config);
    return object;
  }

  private static JsonObject identified(String id, String type, JsonObject config) {
    var object = typed(type, config);
    object.addProperty("id", id);
    return object;
  }
}
