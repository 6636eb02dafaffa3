package dev.aulos.audio;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bytes read once, front to back, that know where they are and, for a file, how many remain.
final class ByteInput implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final String name;
  private final long size; // Long.MAX_VALUE if unknown
  private long position;

  private ByteInput(InputStream in, String name, long size) {
    this.in = in;
    this.name = name;
    this.size = size;
  }

  static ByteInput open(Path file) throws IOException {
    long size = Files.isRegularFile(file) ? Files.size(file) : Long.MAX_VALUE;
    var in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    return new ByteInput(in, file.toString(), size);
  }

  /// A stream of unknown length, named for errors.
  static ByteInput of(InputStream in, String name) {
    return new ByteInput(in, name, Long.MAX_VALUE);
  }

  long position() {
    return position;
  }

  /// The bytes left, or a number too large to reach where that is not known.
  long remaining() {
    return Math.max(0, size - position);
  }

  boolean knowsSize() {
    return size != Long.MAX_VALUE;
  }

  AudioFormatException fault(String fault) {
    return new AudioFormatException(name, position, fault);
  }

  AudioFormatException faultAt(long offset, String fault) {
    return new AudioFormatException(name, offset, fault);
  }

  /// Fills as much of the array as there is input; the count is short only at the end.
  int read(byte[] to, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int n = in.read(to, done, length - done);
      if (n < 0) {
        break;
      }
      done += n;
    }
    position += done;
    return done;
  }

  /// Exactly `length` bytes, little-endian; a fault if there are fewer.
  ByteBuffer take(int length, String what) throws IOException {
    long start = position;
    var bytes = upTo(length);
    if (bytes.remaining() < length) {
      throw faultAt(
          start,
          what + " needs " + length + " bytes, found " + bytes.remaining() + "; file cut short?");
    }
    return bytes;
  }

  /// At most `length` bytes, little-endian; no more is allocated than there are, or, of a stream,
  /// than have been seen to arrive.
  ByteBuffer upTo(int length) throws IOException {
    var bytes = in.readNBytes((int) Math.min(length, remaining()));
    position += bytes.length;
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// An unsigned number of 32 bits; −1 if the input ends before or within it.
  long u32() throws IOException {
    var bytes = upTo(4);
    return bytes.remaining() < 4 ? -1 : bytes.getInt() & 0xFFFFFFFFL;
  }

  /// A four-character code, or an empty string at the end of the input.
  String id() throws IOException {
    var bytes = new byte[4];
    int n = read(bytes, 4);
    return n < 4 ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// Passes over bytes; returns how many there were, fewer only at the end.
  long skip(long count) throws IOException {
    long left = Math.min(count, remaining());
    long wanted = left;
    var scratch = new byte[(int) Math.min(left, BUFFER)];
    while (left > 0) {
      long n = knowsSize() ? in.skip(left) : 0; // some streams skip past their own end
      if (n <= 0) {
        n = in.read(scratch, 0, (int) Math.min(left, scratch.length));
      }
      if (n < 0) {
        break;
      }
      left -= n;
    }
    position += wanted - left;
    return wanted - left;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
