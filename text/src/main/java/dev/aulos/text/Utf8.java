package dev.aulos.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// UTF-8 as the vocabularies count it.
final class Utf8 {
  private Utf8() {}

  /// The bytes of a text.
  static byte[] bytes(String text) {
    return wellFormed(text).getBytes(StandardCharsets.UTF_8);
  }

  /// The text with U+FFFD in place of each unpaired surrogate.
  static String wellFormed(String text) {
    @Nullable StringBuilder fixed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        fixed = fixed == null ? new StringBuilder(text) : fixed;
        fixed.setCharAt(i, '\uFFFD');
      }
    }
    return fixed == null ? text : fixed.toString();
  }

  /// The text of bytes that are to be valid UTF-8.
  static String text(byte[] bytes, int from, int to) throws MalformedTextException {
    var text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(
            text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, from, to))) {
      throw new MalformedTextException();
    }
    return text;
  }

  /// The length of the character that begins here, judged by its first byte.
  static int charLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return Math.min(length, end - at);
  }

  /// Bytes are not valid UTF-8.
  static final class MalformedTextException extends Exception {}
}
