package dev.aulos.models.dit;

import dev.aulos.models.config.Section;

/// The sizes and variants of a diffusion transformer, as `model.diffusion.config` states them.
///
/// @param channels latent channels
/// @param width transformer width
/// @param condTokenWidth width of the cross-attention tokens; 0 for none
/// @param projectCondTokens whether those tokens are projected to `width` (else kept narrow)
/// @param globalWidth width of the global vector; 0 for none
/// @param projectGlobal whether that vector is projected to `width`
public record DitConfig(
    int channels,
    int width,
    int depth,
    int heads,
    int condTokenWidth,
    boolean projectCondTokens,
    int globalWidth,
    boolean projectGlobal,
    QkNorm qkNorm,
    int feedForwardMultiple) {

  /// How queries and keys are normed before they meet.
  public enum QkNorm {
    /// Not at all.
    NONE,
    /// Layer norm over the head, with weight and bias.
    LAYER
  }

  /// Channels per head.
  public int headSize() {
    return width / heads;
  }

  /// Channels of each head that the rotary embedding turns.
  public int rotaryChannels() {
    return Math.max(headSize() / 2, 32);
  }

  /// Width of the tokens that cross-attention sees.
  public int contextWidth() {
    return projectCondTokens ? width : condTokenWidth;
  }

  /// Key/value heads of cross-attention; fewer than query heads where the context is narrower.
  public int contextHeads() {
    return contextWidth() / headSize();
  }

  /// Reads `model.diffusion.config`.
  public static DitConfig of(Section s) {
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
            qkNorm(s),
            feedForward(s));
    refuseOtherVariants(s);
    check(s, config);
    s.close();
    return config;
  }

  private static QkNorm qkNorm(Section s) {
    if (!s.has("attn_kwargs")) {
      return QkNorm.NONE;
    }
    try (var attention = s.section("attn_kwargs")) {
      attention.only("differential", !attention.flag("differential", false), "supported: false");
      attention.only("feat_scale", !attention.flag("feat_scale", false), "supported: false");
      var name = attention.text("qk_norm", "none");
      attention.only("qk_norm", name.equals("none") || name.equals("ln"), "supported: none, ln");
      return name.equals("ln") ? QkNorm.LAYER : QkNorm.NONE;
    }
  }

  private static int feedForward(Section s) {
    if (!s.has("ff_kwargs")) {
      return 4;
    }
    try (var feedForward = s.section("ff_kwargs")) {
      feedForward.only("no_bias", !feedForward.flag("no_bias", false), "supported: false");
      feedForward.only("glu", feedForward.flag("glu", true), "supported: true");
      feedForward.only("use_conv", !feedForward.flag("use_conv", false), "supported: false");
      feedForward.ignore("conv_kernel_size", "zero_init_output");
      return feedForward.integer("mult", 1, 64, 4);
    }
  }

  private static void refuseOtherVariants(Section s) {
    s.only("patch_size", s.integer("patch_size", 1, 1 << 16, 1) == 1, "supported: 1");
    s.only("input_concat_dim", s.integer("input_concat_dim", 0, 1 << 16, 0) == 0, "supported: 0");
    s.only("prepend_cond_dim", s.integer("prepend_cond_dim", 0, 1 << 16, 0) == 0, "supported: 0");
    s.only(
        "transformer_type",
        s.text("transformer_type", "continuous_transformer").equals("continuous_transformer"),
        "supported: continuous_transformer");
    s.only(
        "global_cond_type",
        s.text("global_cond_type", "prepend").equals("prepend"),
        "supported: prepend");
    s.only(
        "timestep_cond_type",
        s.text("timestep_cond_type", "global").equals("global"),
        "supported: global");
    s.only("rotary_pos_emb", s.flag("rotary_pos_emb", true), "supported: true");
    for (var key :
        new String[] {"conformer", "use_sinusoidal_emb", "use_abs_pos_emb", "layer_scale"}) {
      s.only(key, !s.flag(key, false), "supported: false");
    }
    s.only("num_memory_tokens", s.integer("num_memory_tokens", 0, 1 << 16, 0) == 0, "supported: 0");
  }

  private static void check(Section s, DitConfig c) {
    s.only("num_heads", c.width % c.heads == 0, "it must divide embed_dim " + c.width);
    s.only(
        "num_heads",
        c.rotaryChannels() <= c.headSize(),
        "heads must be at least 32 wide, they are " + c.headSize());
    s.only("cond_token_dim", c.condTokenWidth > 0, "supported: above 0");
    s.only("global_cond_dim", c.globalWidth > 0, "supported: above 0");
    s.only(
        "project_global_cond",
        c.projectGlobal || c.globalWidth == c.width,
        "unprojected, global_cond_dim must equal embed_dim");
    s.only(
        "cond_token_dim",
        c.contextWidth() % c.headSize() == 0 && c.heads % c.contextHeads() == 0,
        "the width of the context must be that of 1 head or a divisor's number of them");
  }
}
