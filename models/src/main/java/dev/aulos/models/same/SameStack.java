package dev.aulos.models.same;

import dev.aulos.models.config.Section;

/// The sizes of one side's transformer, as its `config` states them.
///
/// @param patchChannels channels of a patch: samples in it, times channels of the sound
/// @param width channels of a token
/// @param headSize channels of an attention head
/// @param depth blocks
/// @param stride patches per latent frame
/// @param feedForward inner width of the feed-forward, in widths
/// @param latentChannels channels of the latent
/// @param mappingKernel width in patches of the convolution between patches and tokens
/// @param maskNoise deviation of the noise on new tokens; 0 for none
/// @param sinusoidalBlocks one more than the number of last blocks that have a sine for a gate, or
///   0
/// @param differential whether attention is the difference of two
/// @param dyt whether a squashing tanh stands where else a root-mean-square norm does
/// @param shortcut whether a linear map leads around the blocks from patches to frames, or back
///   (after arXiv:2410.10733)
/// @param neighbourhood how far tokens see
public record SameStack(
    int patchChannels,
    int width,
    int headSize,
    int depth,
    int stride,
    int feedForward,
    int latentChannels,
    int mappingKernel,
    float maskNoise,
    int sinusoidalBlocks,
    boolean differential,
    boolean dyt,
    boolean shortcut,
    Neighbourhood neighbourhood) {

  /// Tokens per latent frame: its patches, and the frame itself.
  int group() {
    return stride + 1;
  }

  /// How many frames before and after a latent frame its result depends on. Chunks count whole: one
  /// beside the frame's own, of which its half saw the frame.
  public int reach() {
    return switch (neighbourhood) {
      case Neighbourhood.Chunks chunks -> chunks.frames();
      case Neighbourhood.Window window ->
          depth * Math.max(window.before(), window.after()) + (mappingKernel > 1 ? 1 : 0);
    };
  }

  /// So many frames, rounded up to what the neighbourhood can work on.
  public int padded(int frames) {
    int granularity = neighbourhood.granularity();
    return (frames + granularity - 1) / granularity * granularity;
  }

  int heads() {
    return width / headSize;
  }

  boolean isSinusoidal(int block) {
    return depth - block < sinusoidalBlocks; // the reference's strict comparison
  }

  /// Reads the `encoder` or `decoder` object of an autoencoder's configuration.
  static SameStack of(Section side, boolean isDecoder) {
    var type = side.text("type");
    side.only("type", type.equals("same") || type.equals("taae_v2"), "supported: same, taae_v2");
    side.only("soft_clip", !side.flag("soft_clip", false), "supported: false");
    side.ignore("requires_grad");
    try (var s = side.section("config")) {
      int width = s.integer("channels", 1, 65_536) * single(s, "c_mults", 1024);
      int stride = single(s, "strides", 4096);
      var stack =
          new SameStack(
              s.integer(isDecoder ? "out_channels" : "in_channels", 1, 1 << 20),
              width,
              s.integer("dim_heads", 4, 4096),
              single(s, "transformer_depths", 1000),
              stride,
              s.integer("ff_mult", 1, 64, 3),
              s.integer("latent_dim", 1, 65_536),
              s.flag("conv_mapping", false) ? 3 : 1,
              (float) s.number("mask_noise", 0),
              s.has("sinusoidal_blocks") ? sinusoidal(s) : 0,
              s.flag("differential", false),
              s.flag("dyt", true),
              s.flag("shortcut", false),
              neighbourhood(s, stride));
      s.only("dim_heads", width % stack.headSize == 0, "it must divide the width " + width);
      s.only("dim_heads", stack.headSize % 4 == 0, "it must be a multiple of 4");
      s.only("mask_noise", stack.maskNoise >= 0, "it must be at least 0");
      refuseOtherVariants(s);
      side.close();
      return stack;
    }
  }

  private static int single(Section s, String key, int most) {
    return s.integers(key, 1, most).get(requireSingle(s, key, s.integers(key, 1, most).size()));
  }

  private static int sinusoidal(Section s) {
    var blocks = s.integers("sinusoidal_blocks", 0, 1000);
    return blocks.get(requireSingle(s, "sinusoidal_blocks", blocks.size()));
  }

  /// The index of the only element.
  private static int requireSingle(Section s, String key, int size) {
    s.only(key, size == 1, "supported: one level");
    return 0;
  }

  private static Neighbourhood neighbourhood(Section s, int stride) {
    int chunk = s.integer("chunk_size", 1, 1 << 20, 128);
    boolean isShifted = s.flag("chunk_midpoint_shift", false);
    if (s.has("sliding_window")) {
      var window = s.integers("sliding_window", 0, 1024);
      s.only("sliding_window", window.size() == 2, "supported: two numbers");
      s.only("chunk_midpoint_shift", !isShifted, "it goes with chunks, not with a window");
      return new Neighbourhood.Window(window.get(0), window.get(1));
    }
    s.only("chunk_size", chunk % stride == 0, "it must be a multiple of the stride " + stride);
    s.only(
        "chunk_size",
        !isShifted || chunk / stride * (stride + 1) % 2 == 0,
        "with the tokens of its frames it must be even, to be shifted by half");
    return new Neighbourhood.Chunks(chunk / stride, isShifted);
  }

  private static void refuseOtherVariants(Section s) {
    s.only("variable_stride", s.flag("variable_stride", false), "supported: true");
    s.only("mapping_bias", s.flag("mapping_bias", true), "supported: true");
    for (var key : new String[] {"feat_scale", "cross_attn", "conformer", "layer_scale"}) {
      s.only(key, !s.flag(key, false), "supported: false");
    }
    s.ignore("mapping_style", "use_flash", "checkpointing", "freeze_backbone", "conv_bias");
    s.ignore("use_snake", "use_dilated_conv", "enable_inner_layer_dropout");
  }
}
