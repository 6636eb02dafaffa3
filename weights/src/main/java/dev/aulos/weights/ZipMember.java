package dev.aulos.weights;

import dev.aulos.graph.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// One entry of a zip file: stored bytes are mapped where they lie, deflated ones are inflated into
/// direct memory.
///
/// `header` is the offset of the entry's local header. Checksums are not verified: torch can be
/// told not to write them.
record ZipMember(Path file, String name, int method, long packedBytes, long bytes, long header) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /// In place of a method: the entry is encrypted.
  static final int ENCRYPTED = -1;

  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_BYTES = 30;

  /// The most that one deflated byte can become.
  private static final int DEFLATE_RATIO = 1032;

  private static final int CHUNK = 1 << 16;

  boolean isStored() {
    return method == STORED;
  }

  /// Where the packed bytes lie, after a look at the local header.
  FileRegion region() throws IOException {
    try (var channel = FileChannel.open(file)) {
      if (header > channel.size() - LOCAL_BYTES) {
        throw fault("has no local header");
      }
      var local = FileBytes.read(channel, header, LOCAL_BYTES);
      int nameBytes = local.getShort(26) & 0xffff;
      long start = header + LOCAL_BYTES + nameBytes + (local.getShort(28) & 0xffff);
      if (local.getInt(0) != LOCAL || start > channel.size() - packedBytes) {
        throw fault("has no local header, or ends behind the file");
      }
      var localName = FileBytes.read(channel, header + LOCAL_BYTES, nameBytes);
      if (!name.equals(FileBytes.text(localName, StandardCharsets.UTF_8))) {
        throw fault("has another name in its local header");
      }
      if (isStored() && packedBytes != bytes) {
        throw fault("is stored, yet its sizes are " + packedBytes + " and " + bytes);
      }
      return new FileRegion(file, start, packedBytes);
    }
  }

  /// All bytes of the entry, little-endian, in direct memory.
  ByteBuffer read(long limit) throws IOException {
    if (bytes > Math.min(limit, Integer.MAX_VALUE)) {
      throw fault("has " + bytes + " bytes, expected at most " + limit);
    }
    var region = region();
    var packed = FileBytes.map(file, region.offset(), region.length());
    return switch (method) {
      case STORED -> packed;
      case DEFLATED -> inflate(packed);
      case ENCRYPTED -> throw fault("is encrypted");
      default -> throw fault("is packed by method " + method + ", expected stored or deflated");
    };
  }

  private ByteBuffer inflate(ByteBuffer packed) throws WeightFormatException {
    if (bytes > packedBytes * DEFLATE_RATIO + DEFLATE_RATIO) {
      throw fault("cannot inflate from " + packedBytes + " to " + bytes + " bytes");
    }
    var inflated = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    var inflater = new Inflater(true);
    try {
      inflate(inflater, packed, inflated);
    } catch (DataFormatException e) {
      throw fault("is not deflated data: " + e.getMessage()).causedBy(e);
    } finally {
      inflater.end();
    }
    if (inflated.hasRemaining()) {
      throw fault("inflates to " + inflated.position() + " bytes, expected " + bytes);
    }
    FileBytes.window(inflated, 0, inflated.limit());
    return inflated;
  }

  private static void inflate(Inflater inflater, ByteBuffer packed, ByteBuffer inflated)
      throws DataFormatException {
    var in = new byte[CHUNK];
    var out = new byte[CHUNK];
    while (inflated.hasRemaining() && !inflater.finished()) {
      if (inflater.needsInput()) {
        if (!packed.hasRemaining()) {
          return;
        }
        int n = Math.min(CHUNK, packed.remaining());
        packed.get(in, 0, n);
        inflater.setInput(in, 0, n);
      }
      int n = inflater.inflate(out, 0, Math.min(CHUNK, inflated.remaining()));
      if (n == 0 && !inflater.needsInput()) {
        return; // asks for a dictionary
      }
      inflated.put(out, 0, n);
    }
  }

  WeightFormatException fault(String fault) {
    return WeightFormatException.at(file, header, "zip entry '" + name + "' " + fault);
  }
}
