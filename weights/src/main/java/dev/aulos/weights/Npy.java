package dev.aulos.weights;

import dev.aulos.graph.NdArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// NumPy's file of one array, format versions 1 to 3.
public final class Npy {
  private static final int ALIGNMENT = 64;
  private static final int PREAMBLE_1 = 10;
  private static final int PREAMBLE_2 = 12;

  private Npy() {}

  /// Reads an array: a view of the mapped file if it is little-endian and row-major, else a copy.
  ///
  /// @throws WeightFormatException if the file is broken or of a type we do not know
  public static NdArray read(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw WeightFormatException.in(file, "more than 2147483647 bytes for an array");
      }
      var bytes = FileBytes.map(file, 0, channel.size());
      return parse(fault -> WeightFormatException.in(file, fault), bytes);
    }
  }

  /// Writes an array, row-major and little-endian.
  ///
  /// @throws IllegalArgumentException if npy has no such type, which is so of BF16
  public static void write(Path file, NdArray array) throws IOException {
    var header = header(array);
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (var part : new ByteBuffer[] {header, array.bytes()}) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
  }

  /// The array that is the whole of `bytes`, which must be direct and little-endian.
  static NdArray parse(NpyHeader.Source source, ByteBuffer bytes) throws WeightFormatException {
    int length = NpyHeader.length(source, bytes);
    if (bytes.limit() < length) {
      throw source.fault("ends within its npy header");
    }
    var header = NpyHeader.parse(source, FileBytes.slice(bytes, 0, length));
    var shape = Extents.toArray(header.shape());
    long expected = Extents.bytes(shape, header.type().bytes());
    if (expected != bytes.limit() - length) {
      throw source.fault(
          String.format(
              "has %d bytes behind the npy header, expected %s of %s",
              bytes.limit() - length, header.type(), header.shape()));
    }
    return array(header, FileBytes.slice(bytes, length, bytes.limit()), shape);
  }

  private static NdArray array(NpyHeader header, ByteBuffer data, long[] shape) {
    boolean swapped = header.order() == ByteOrder.BIG_ENDIAN && header.type().bytes() > 1;
    if (!header.fortran() && !swapped) {
      return NdArray.of(header.type(), data, shape);
    }
    var strides =
        header.fortran() ? Extents.columnMajorStrides(shape) : Extents.rowMajorStrides(shape);
    return StridedCopy.of(header.type(), data.order(header.order()), shape, strides);
  }

  /// The bytes that stand before the values of an array.
  static ByteBuffer header(NdArray array) {
    var text = NpyHeader.text(array.type(), array.shape());
    boolean large = PREAMBLE_1 + text.length() + ALIGNMENT > 0xffff;
    int preamble = large ? PREAMBLE_2 : PREAMBLE_1;
    int total = (preamble + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    var header = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    header.put(NpyHeader.MAGIC).put((byte) (large ? 2 : 1)).put((byte) 0);
    if (large) {
      header.putInt(total - preamble);
    } else {
      header.putShort((short) (total - preamble));
    }
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    header.put((byte) '\n');
    FileBytes.window(header, 0, total);
    return header;
  }
}
