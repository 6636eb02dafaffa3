package dev.aulos.models.t5gemma;

import com.google.gson.JsonElement;
import dev.aulos.models.config.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The sizes of a T5Gemma encoder, as its `config.json` states them.
///
/// @param keyHeads key/value heads, each of which serves `heads / keyHeads` query heads
/// @param queryScalar the number whose inverse root scales the attention logits
/// @param ropeBase the base of the rotary frequencies
/// @param window the farthest a token of a sliding layer sees, in tokens
/// @param sliding for each layer, whether it sees no farther than `window`
/// @param softCap the bound that attention logits approach; absent for none
public record T5GemmaConfig(
    int vocabulary,
    int width,
    int headSize,
    int feedForward,
    int heads,
    int keyHeads,
    double queryScalar,
    double ropeBase,
    int window,
    List<Boolean> sliding,
    Optional<Float> softCap,
    float epsilon) {
  private static final String SLIDING = "sliding_attention";
  private static final String FULL = "full_attention";

  /// Copies the list.
  public T5GemmaConfig {
    sliding = List.copyOf(sliding);
  }

  /// Reads the encoder part of a Hugging Face `config.json`; the decoder is passed over.
  ///
  /// @throws dev.aulos.models.config.UnsupportedModelException naming the place that cannot be run
  public static T5GemmaConfig of(JsonElement json) {
    var top = Section.of("t5gemma", json);
    top.only("model_type", top.text("model_type", "").equals("t5gemma"), "supported: t5gemma");
    try (var s = top.section("encoder")) {
      requireKnownVariant(s);
      int layers = s.integer("num_hidden_layers", 1, 1000);
      int heads = s.integer("num_attention_heads", 1, 1000);
      int headSize = s.integer("head_dim", 2, 4096);
      s.only("head_dim", headSize % 2 == 0, "it must be even");
      return new T5GemmaConfig(
          s.integer("vocab_size", 1, 10_000_000),
          s.integer("hidden_size", 1, 65_536),
          headSize,
          s.integer("intermediate_size", 1, 1_000_000),
          heads,
          keyHeads(s, heads),
          positive(s, "query_pre_attn_scalar", headSize),
          ropeBase(s),
          s.integer("sliding_window", 1, Integer.MAX_VALUE, 4096),
          sliding(s, layers),
          softCap(s),
          (float) s.number("rms_norm_eps", 1e-6));
    }
  }

  private static void requireKnownVariant(Section s) {
    var activation = s.text("hidden_activation", "gelu_pytorch_tanh");
    s.only(
        "hidden_activation",
        activation.equals("gelu_pytorch_tanh"),
        "supported: gelu_pytorch_tanh");
    s.only("attention_bias", !s.flag("attention_bias", false), "supported: false");
    s.only("is_decoder", !s.flag("is_decoder", false), "supported: false");
    s.only("rope_scaling", !s.has("rope_scaling"), "supported: absent");
    s.ignore("architectures", "model_type", "dtype", "torch_dtype", "transformers_version");
    s.ignore("attention_dropout", "dropout_rate", "classifier_dropout_rate", "initializer_range");
    s.ignore("bos_token_id", "eos_token_id", "pad_token_id", "max_position_embeddings");
    s.ignore("final_logit_softcapping", "use_cache", "tie_word_embeddings");
  }

  private static int keyHeads(Section s, int heads) {
    int keyHeads = s.integer("num_key_value_heads", 1, heads, heads);
    s.only("num_key_value_heads", heads % keyHeads == 0, "it must divide " + heads + " heads");
    return keyHeads;
  }

  /// The base, from either of the places where versions of the format keep it.
  private static double ropeBase(Section s) {
    if (!s.has("rope_parameters")) {
      return positive(s, "rope_theta", 10_000);
    }
    try (var rope = s.section("rope_parameters")) {
      var type = rope.text("rope_type", "default");
      rope.only("rope_type", type.equals("default"), "supported: default");
      return positive(rope, "rope_theta", positive(s, "rope_theta", 10_000));
    }
  }

  private static List<Boolean> sliding(Section s, int layers) {
    var sliding = new ArrayList<Boolean>();
    if (!s.has("layer_types")) {
      for (int i = 0; i < layers; i++) {
        sliding.add(i % 2 == 0);
      }
      return sliding;
    }
    for (var type : s.texts("layer_types")) {
      boolean known = type.equals(SLIDING) || type.equals(FULL);
      s.only("layer_types", known, "supported: " + SLIDING + ", " + FULL);
      sliding.add(type.equals(SLIDING));
    }
    s.only("layer_types", sliding.size() == layers, "num_hidden_layers is " + layers);
    return sliding;
  }

  private static Optional<Float> softCap(Section s) {
    return s.has("attn_logit_softcapping")
        ? Optional.of((float) positive(s, "attn_logit_softcapping", 50))
        : Optional.empty();
  }

  private static double positive(Section s, String key, double absent) {
    double value = s.number(key, absent);
    s.only(key, value > 0, "it must be above 0");
    return value;
  }

  /// The number of layers.
  public int layers() {
    return sliding.size();
  }

  /// The same without the bound on attention logits: what the reference's default attention does.
  public T5GemmaConfig withoutSoftCap() {
    return new T5GemmaConfig(
        vocabulary,
        width,
        headSize,
        feedForward,
        heads,
        keyHeads,
        queryScalar,
        ropeBase,
        window,
        sliding,
        Optional.empty(),
        epsilon);
  }
}
