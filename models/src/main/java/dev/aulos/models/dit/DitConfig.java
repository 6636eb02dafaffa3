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
/// @param feedForwardMultiple inner width of feed-forward, in widths
/// @param adaLn whether the global vector modulates every block (else it is a token before the
///   frames)
/// @param expoTimes whether the time's frequencies are fixed and evenly spaced in their logarithm
///   (else learned)
/// @param localWidth width of the condition of each frame; 0 for none
/// @param memoryTokens learned tokens before all others
/// @param differential whether attention is the difference of two
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
    double feedForwardMultiple,
    BlockNorm blockNorm,
    boolean adaLn,
    boolean expoTimes,
    int localWidth,
    int memoryTokens,
    boolean differential) {
  /// Fourier features of the time.
  public static final int TIME_FEATURES = 256;

  /// How queries and keys are normed before they meet.
  public enum QkNorm {
    /// Not at all.
    NONE,
    /// Layer norm over the head, with weight and bias.
    LAYER,
    /// Unit mean square over the head, with weight.
    RMS
  }

  /// How the parts of a block norm what they are given.
  public enum BlockNorm {
    /// Layer norm, with weight and bias.
    LAYER,
    /// Unit mean square, with weight.
    RMS
  }

  /// A transformer of the older line: layer norms, learned times, the global vector as a token.
  public DitConfig(
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
    this(
        channels,
        width,
        depth,
        heads,
        condTokenWidth,
        projectCondTokens,
        globalWidth,
        projectGlobal,
        qkNorm,
        feedForwardMultiple,
        BlockNorm.LAYER,
        false,
        false,
        0,
        0,
        false);
  }

  /// What the time is called as an input: its features, or bare where the network makes them.
  public String timeInput() {
    return expoTimes ? "time_features" : "t";
  }

  /// Tokens before those of the frames: memory, and the global vector where it is a token.
  public int tokensBefore() {
    return memoryTokens + (adaLn ? 0 : 1);
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

  /// Width of the keys of cross-attention, of both kinds together where attention is differential.
  public int keyWidth() {
    return differential ? 2 * contextWidth() : contextWidth();
  }

  /// Key/value heads of cross-attention; fewer than query heads where the context is narrower.
  public int contextHeads() {
    return contextWidth() / headSize();
  }

  /// Inner width of feed-forward, of one of its two halves.
  public int feedForwardWidth() {
    return (int) (width * feedForwardMultiple);
  }

  /// Reads `model.diffusion.config`.
  public static DitConfig of(Section s) {
    return DitReader.read(s);
  }
}
