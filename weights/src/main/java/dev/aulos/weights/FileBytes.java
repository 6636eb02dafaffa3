package dev.aulos.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;

/// Bytes of a file, mapped or read.
final class FileBytes {
  private FileBytes() {}

  /// A region of a file, mapped read-only; the file may be closed and even deleted after.
  static ByteBuffer map(Path file, long offset, long length) throws IOException {
    if (length > Integer.MAX_VALUE) {
      throw WeightFormatException.at(
          file, offset, length + " bytes in one piece; at most 2147483647 can be mapped");
    }
    if (length == 0) {
      return ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    try (var channel = FileChannel.open(file)) {
      if (channel.size() < offset + length) {
        throw WeightFormatException.at(
            file, offset, "the file was cut to " + channel.size() + " bytes since it was opened");
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, offset, length)
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /// A small region of an open file, copied to the heap, little-endian.
  static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
    var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int n = channel.read(bytes, offset + bytes.position());
      if (n < 0) {
        throw new EOFException("file ends at " + (offset + bytes.position()));
      }
    }
    window(bytes, 0, length);
    return bytes;
  }

  /// The remaining bytes of a buffer as text.
  static String text(ByteBuffer bytes, Charset charset) {
    return charset.decode(bytes.duplicate()).toString();
  }

  /// Sets position and limit. Asked of a `Buffer`, because the overrides of `ByteBuffer` are
  /// younger than the Android we keep to.
  static void window(Buffer bytes, int position, int limit) {
    bytes.limit(limit);
    bytes.position(position);
  }

  /// The bytes of `from` to `to` of a buffer, as a view in the same byte order.
  static ByteBuffer slice(ByteBuffer bytes, int from, int to) {
    var view = bytes.duplicate();
    window(view, from, to);
    return view.slice().order(bytes.order());
  }
}
