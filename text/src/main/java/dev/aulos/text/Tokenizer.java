package dev.aulos.text;

/// A map from text to the ids of a vocabulary's pieces, and back. Immutable, for any thread.
public sealed interface Tokenizer permits SentencePieceTokenizer, JsonTokenizer {
  /// The ids of the text, without special tokens. An unpaired surrogate counts as U+FFFD.
  int[] encode(String text);

  /// The text again, as near as the ids allow; special tokens say nothing.
  String decode(int... ids);

  /// The piece with this id, as the vocabulary spells it (`▁` for a space, `<0x0A>` for a byte).
  String piece(int id);

  /// One more than the highest id.
  int vocabularySize();

  /// The ids with a meaning of their own, and which of them frame a prompt.
  SpecialTokens specials();

  /// The ids of the text in a row of exactly `maxLength`, framed as [#specials] says.
  default Tokens encode(String text, int maxLength) {
    return encode(text, maxLength, specials());
  }

  /// The ids of the text in a row of exactly `maxLength`, framed as told.
  default Tokens encode(String text, int maxLength, SpecialTokens frame) {
    return Tokens.of(encode(text), maxLength, frame);
  }
}
