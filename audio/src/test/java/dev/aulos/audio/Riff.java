package dev.aulos.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// WAV files written out by hand, right or wrong, for the reader's tests.
final class Riff {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final String id;
  private long size = Long.MIN_VALUE;

  Riff(String id) {
    this.id = id;
  }

  static Riff wave() {
    return new Riff("RIFF");
  }

  Riff fmt(int code, int channels, int rate, int bits) {
    var b = le(16).putShort((short) code).putShort((short) channels).putInt(rate);
    int frame = channels * ((bits + 7) / 8);
    return chunk("fmt ", b.putInt(rate * frame).putShort((short) frame).putShort((short) bits));
  }

  Riff chunk(String id, ByteBuffer bytes) {
    return chunk(id, bytes.array());
  }

  Riff chunk(String id, byte... bytes) {
    return chunk(id, bytes.length, bytes);
  }

  /// A chunk that claims a size of its own.
  Riff chunk(String id, int claimed, byte[] bytes) {
    body.writeBytes(id.getBytes(StandardCharsets.ISO_8859_1));
    body.writeBytes(le(4).putInt(claimed).array());
    body.writeBytes(bytes);
    if (bytes.length % 2 != 0) {
      body.write(0);
    }
    return this;
  }

  /// Claims this size instead of the right one.
  Riff claiming(long size) {
    this.size = size;
    return this;
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(id.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(le(4).putInt((int) (size == Long.MIN_VALUE ? body.size() + 4 : size)).array());
    out.writeBytes("WAVE".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }

  static ByteBuffer le(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] shorts(int... values) {
    var b = le(2 * values.length);
    for (int v : values) {
      b.putShort((short) v);
    }
    return b.array();
  }
}
