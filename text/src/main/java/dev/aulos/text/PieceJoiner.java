package dev.aulos.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Text put together from pieces: `▁` is a space, bytes are UTF-8, a dummy prefix is dropped.
final class PieceJoiner {
  private final ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
  private final boolean dropsFirstSpace;

  PieceJoiner(boolean dropsFirstSpace) {
    this.dropsFirstSpace = dropsFirstSpace;
  }

  void add(String piece) {
    var bytes = piece.replace('▁', ' ').getBytes(StandardCharsets.UTF_8);
    utf8.write(bytes, 0, bytes.length);
  }

  void add(byte value) {
    utf8.write(value);
  }

  void addUnknown() {
    add(" ⁇ ");
  }

  @Override
  public String toString() {
    var text = new String(utf8.toByteArray(), StandardCharsets.UTF_8);
    return dropsFirstSpace && text.startsWith(" ") ? text.substring(1) : text;
  }
}
