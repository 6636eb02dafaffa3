package dev.aulos.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// SentencePiece's normalization: the character map, then its rules for spaces.
final class SpmNormalizer {
  private static final byte[] ESCAPED_SPACE = "▁".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SPACE = {' '};

  private final SpmModel.Normalization rules;
  private final boolean whitespaceIsSuffix;
  private final Trie userDefined;
  private final byte[] space;

  /// `userDefined` are the pieces that pass unchanged.
  SpmNormalizer(SpmModel.Normalization rules, boolean whitespaceIsSuffix, Trie userDefined) {
    this.rules = rules;
    this.whitespaceIsSuffix = whitespaceIsSuffix;
    this.userDefined = userDefined;
    this.space = rules.escapesWhitespace() ? ESCAPED_SPACE : SPACE;
  }

  /// The text as the segmentation takes it; both in UTF-8.
  byte[] normalize(byte[] text) {
    return new Run(text).normalize();
  }

  /// One text on its way.
  private final class Run {
    private final byte[] text;
    private int at;
    private byte[] out;
    private int size;

    // What the piece of text just read becomes: a part of `source`.
    private byte[] source = SPACE;
    private int from;
    private int to;

    Run(byte[] text) {
      this.text = text;
      this.out = new byte[text.length + text.length / 2 + 16];
    }

    byte[] normalize() {
      if (rules.removesExtraWhitespace()) {
        skipLeadingSpaces();
      }
      if (at == text.length) {
        return new byte[0];
      }
      if (rules.addsDummyPrefix() && !whitespaceIsSuffix) {
        append(space, 0, space.length);
      }
      rewrite();
      if (rules.removesExtraWhitespace()) {
        dropTrailingSpaces();
      }
      if (rules.addsDummyPrefix() && whitespaceIsSuffix) {
        append(space, 0, space.length);
      }
      return Arrays.copyOf(out, size);
    }

    private void skipLeadingSpaces() {
      while (at < text.length) {
        int before = at;
        read();
        if (to - from != 1 || source[from] != ' ') {
          at = before;
          return;
        }
      }
    }

    private void rewrite() {
      boolean afterSpace = rules.removesExtraWhitespace();
      while (at < text.length) {
        read();
        while (afterSpace && from < to && source[from] == ' ') {
          from++;
        }
        if (from < to) {
          appendEscaped();
          afterSpace = rules.removesExtraWhitespace() && source[to - 1] == ' ';
        }
      }
    }

    /// Reads the next user-defined piece, mapped string or character.
    private void read() {
      int length = userDefined.longest(text, at);
      var rule = length > 0 ? null : rules.charsMap().longest(text, at);
      if (rule == null) {
        source = text;
        from = at;
        at += length > 0 ? length : Utf8.charLength(text, at, text.length);
        to = at;
      } else {
        source = rules.charsMap().replacements();
        from = rule.start();
        to = rules.charsMap().end(rule);
        at += rule.length();
      }
    }

    private void appendEscaped() {
      for (int i = from; i < to; i++) {
        if (source[i] == ' ') {
          append(space, 0, space.length);
        } else {
          append(source, i, 1);
        }
      }
    }

    private void dropTrailingSpaces() {
      while (size >= space.length
          && Arrays.equals(out, size - space.length, size, space, 0, space.length)) {
        size -= space.length;
      }
    }

    private void append(byte[] bytes, int start, int count) {
      if (out.length - size < count) {
        out = Arrays.copyOf(out, Math.addExact(2 * out.length, count));
      }
      System.arraycopy(bytes, start, out, size, count);
      size += count;
    }
  }
}
