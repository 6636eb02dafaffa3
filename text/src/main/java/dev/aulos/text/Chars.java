package dev.aulos.text;

/// The character classes of Unicode that the rules of a `tokenizer.json` speak of.
final class Chars {
  private Chars() {}

  /// Whether the character has the property White_Space.
  static boolean isSpace(int c) {
    return switch (c) {
      case ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
      default -> (c >= '\t' && c <= '\r') || (c >= 0x2000 && c <= 0x200A);
    };
  }

  /// Whether the character is part of a word: a letter, mark, digit, connector or joiner.
  static boolean isWord(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isAlphabetic(c) || c == 0x200C || c == 0x200D;
    };
  }
}
