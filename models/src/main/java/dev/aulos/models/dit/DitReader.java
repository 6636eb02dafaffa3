package dev.aulos.models.dit;

import dev.aulos.models.config.Section;
import dev.aulos.models.dit.DitConfig.BlockNorm;
import dev.aulos.models.dit.DitConfig.QkNorm;
import java.util.Map;

/// Reads a [DitConfig], and refuses what the network does not do.
final class DitReader {
  private static final Map<String, QkNorm> QK_NORMS =
      Map.of("none", QkNorm.NONE, "ln", QkNorm.LAYER, "rms", QkNorm.RMS);

  private DitReader() {}

  static DitConfig read(Section s) {
    var attention = attention(s);
    var config =
        new DitConfig(
            s.integer("io_channels", 1, 4096, 32),
            s.integer("embed_dim", 2, 65_536, 768),
            s.integer("depth", 1, 1000, 12),
            s.integer("num_heads", 1, 1000, 8),
            s.integer("cond_token_dim", 0, 65_536, 0),
            s.flag("project_cond_tokens", true),
            s.integer("global_cond_dim", 0, 65_536, 0),
            s.flag("project_global_cond", true),
            attention.qkNorm,
            feedForward(s),
            blockNorm(s),
            choice(s, "global_cond_type", "prepend", "adaLN"),
            choice(s, "timestep_features_type", "learned", "expo"),
            s.integer("local_add_cond_dim", 0, 65_536, 0),
            s.integer("num_memory_tokens", 0, 65_536, 0),
            attention.differential);
    refuseOtherVariants(s);
    check(s, config);
    s.close();
    return config;
  }

  private record Attention(QkNorm qkNorm, boolean differential) {}

  private static Attention attention(Section s) {
    if (!s.has("attn_kwargs")) {
      return new Attention(QkNorm.NONE, false);
    }
    try (var attention = s.section("attn_kwargs")) {
      attention.only("feat_scale", !attention.flag("feat_scale", false), "supported: false");
      var name = attention.text("qk_norm", "none");
      attention.only("qk_norm", QK_NORMS.containsKey(name), "supported: none, ln, rms");
      var norm = QK_NORMS.getOrDefault(name, QkNorm.NONE);
      return new Attention(norm, attention.flag("differential", false));
    }
  }

  private static double feedForward(Section s) {
    if (!s.has("ff_kwargs")) {
      return 4;
    }
    try (var feedForward = s.section("ff_kwargs")) {
      feedForward.only("no_bias", !feedForward.flag("no_bias", false), "supported: false");
      feedForward.only("glu", feedForward.flag("glu", true), "supported: true");
      feedForward.only("use_conv", !feedForward.flag("use_conv", false), "supported: false");
      feedForward.ignore("conv_kernel_size", "zero_init_output");
      double multiple = feedForward.number("mult", 4);
      feedForward.only("mult", multiple > 0 && multiple <= 64, "supported: above 0, at most 64");
      return multiple;
    }
  }

  private static BlockNorm blockNorm(Section s) {
    boolean rms = choice(s, "norm_type", "layer_norm", "rms_norm");
    if (s.has("norm_kwargs")) {
      try (var norm = s.section("norm_kwargs")) {
        norm.ignore("force_fp32"); // always so here
      }
    }
    return rms ? BlockNorm.RMS : BlockNorm.LAYER;
  }

  /// Whether the value is the second of the two supported, the first being meant when absent.
  private static boolean choice(Section s, String key, String absent, String other) {
    var value = s.text(key, absent);
    s.only(key, value.equals(absent) || value.equals(other), "supported: " + absent + ", " + other);
    return value.equals(other);
  }

  private static void refuseOtherVariants(Section s) {
    s.only("patch_size", s.integer("patch_size", 1, 1 << 16, 1) == 1, "supported: 1");
    s.only("input_concat_dim", s.integer("input_concat_dim", 0, 1 << 16, 0) == 0, "supported: 0");
    s.only("prepend_cond_dim", s.integer("prepend_cond_dim", 0, 1 << 16, 0) == 0, "supported: 0");
    s.only(
        "timestep_features_dim",
        s.integer("timestep_features_dim", 2, 1 << 16, DitConfig.TIME_FEATURES)
            == DitConfig.TIME_FEATURES,
        "supported: " + DitConfig.TIME_FEATURES);
    s.only(
        "transformer_type",
        s.text("transformer_type", "continuous_transformer").equals("continuous_transformer"),
        "supported: continuous_transformer");
    s.only(
        "timestep_cond_type",
        s.text("timestep_cond_type", "global").equals("global"),
        "supported: global");
    s.only("rotary_pos_emb", s.flag("rotary_pos_emb", true), "supported: true");
    for (var key :
        new String[] {
          "conformer",
          "use_sinusoidal_emb",
          "use_abs_pos_emb",
          "layer_scale",
          "timestep_features_logsnr"
        }) {
      s.only(key, !s.flag(key, false), "supported: false");
    }
  }

  private static void check(Section s, DitConfig c) {
    s.only("num_heads", c.width() % c.heads() == 0, "it must divide embed_dim " + c.width());
    s.only(
        "num_heads",
        c.rotaryChannels() <= c.headSize(),
        "heads must be at least 32 wide, they are " + c.headSize());
    s.only("cond_token_dim", c.condTokenWidth() > 0, "supported: above 0");
    s.only("global_cond_dim", c.globalWidth() > 0, "supported: above 0");
    s.only(
        "num_memory_tokens",
        c.memoryTokens() == 0 || c.adaLn(),
        "supported: 0 unless global_cond_type is adaLN");
    s.only(
        "local_add_cond_dim",
        c.localWidth() == 0 || c.adaLn(),
        "supported: 0 unless global_cond_type is adaLN");
    s.only(
        "project_global_cond",
        c.projectGlobal() || c.globalWidth() == c.width(),
        "unprojected, global_cond_dim must equal embed_dim");
    s.only(
        "cond_token_dim",
        c.contextWidth() % c.headSize() == 0 && c.heads() % c.contextHeads() == 0,
        "the width of the context must be that of 1 head or a divisor's number of them");
  }
}
