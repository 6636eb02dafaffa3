package dev.aulos.models.t5;

import com.google.gson.JsonElement;
import dev.aulos.models.config.Section;

/// The sizes of a T5 encoder, as its `config.json` states them.
public record T5Config(
    int vocabulary,
    int width,
    int headSize,
    int feedForward,
    int layers,
    int heads,
    int buckets,
    int maxDistance,
    float epsilon) {

  /// The published `t5-base`.
  public static final T5Config BASE = new T5Config(32128, 768, 64, 3072, 12, 12, 32, 128, 1e-6f);

  /// Reads a Hugging Face `config.json`; keys of the decoder and of training are passed over.
  public static T5Config of(JsonElement json) {
    var s = Section.of("t5", json);
    s.only("model_type", s.text("model_type", "t5").equals("t5"), "supported: t5");
    var activation = s.text("feed_forward_proj", "relu");
    s.only("feed_forward_proj", activation.equals("relu"), "supported: relu");
    return new T5Config(
        s.integer("vocab_size", 1, 10_000_000),
        s.integer("d_model", 1, 65_536),
        s.integer("d_kv", 1, 4096),
        s.integer("d_ff", 1, 1_000_000),
        s.integer("num_layers", 1, 1000),
        s.integer("num_heads", 1, 1000),
        s.integer("relative_attention_num_buckets", 4, 4096, 32),
        s.integer("relative_attention_max_distance", 2, 65_536, 128),
        (float) s.number("layer_norm_epsilon", 1e-6));
  }
}
