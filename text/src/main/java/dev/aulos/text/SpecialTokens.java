package dev.aulos.text;

import java.util.OptionalInt;

/// The ids with a meaning of their own, and which of them frame a prompt.
///
/// T5 appends the end mark and pads with 0; T5Gemma adds neither mark.
///
/// @param pad fills a row on the right; 0 is taken where the file names none
/// @param eos marks the end of a text
/// @param bos marks the beginning of a text
/// @param unk stands for what the vocabulary cannot spell
public record SpecialTokens(
    int pad,
    OptionalInt eos,
    OptionalInt bos,
    OptionalInt unk,
    boolean prependsBos,
    boolean appendsEos) {

  public SpecialTokens {
    if (appendsEos && eos.isEmpty()) {
      throw new IllegalArgumentException("eos is to be appended, but the vocabulary has none");
    }
    if (prependsBos && bos.isEmpty()) {
      throw new IllegalArgumentException("bos is to be prepended, but the vocabulary has none");
    }
  }

  /// The same ids, framing a prompt otherwise.
  public SpecialTokens framing(boolean prependsBos, boolean appendsEos) {
    return new SpecialTokens(pad, eos, bos, unk, prependsBos, appendsEos);
  }

  /// How many ids the frame itself takes.
  int frameLength() {
    return (prependsBos ? 1 : 0) + (appendsEos ? 1 : 0);
  }
}
