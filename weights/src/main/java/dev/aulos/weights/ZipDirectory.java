package dev.aulos.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The central directory of a zip file, zip64 included: what `java.util.zip` does not tell is where
/// in the file an entry's bytes lie.
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int ZIP64_EXTRA = 1;
  private static final int END_BYTES = 22;
  private static final int CENTRAL_BYTES = 46;
  private static final long SATURATED = 0xffffffffL;
  static final int MAX_BYTES = 1 << 25;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, ZipMember> members = new LinkedHashMap<>();

  private ZipDirectory(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// The entries of a zip file by name, in the order of its directory.
  static Map<String, ZipMember> read(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      var directory = new ZipDirectory(file, channel);
      directory.readMembers(directory.locate());
      return Collections.unmodifiableMap(directory.members);
    }
  }

  /// Where the directory lies and how many entries it has.
  private record Extent(long offset, long bytes, long count) {}

  private Extent locate() throws IOException {
    long size = channel.size();
    int tailBytes = (int) Math.min(size, END_BYTES + 0xffff);
    long tailStart = size - tailBytes;
    var tail = FileBytes.read(channel, tailStart, tailBytes);
    for (int at = tailBytes - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END && at + END_BYTES + u16(tail, at + 20) == tailBytes) {
        var extent = new Extent(u32(tail, at + 16), u32(tail, at + 12), u16(tail, at + 10));
        return checked(zip64(tailStart + at, extent), tailStart + at);
      }
    }
    throw WeightFormatException.in(
        file, "no zip directory at its end; is it cut short, or not a zip file?");
  }

  private Extent zip64(long end, Extent plain) throws IOException {
    if (end < 20) {
      return plain;
    }
    var locator = FileBytes.read(channel, end - 20, 20);
    if (locator.getInt(0) != LOCATOR_64) {
      return plain;
    }
    long at = locator.getLong(8);
    if (at < 0 || at > end - 56) {
      throw fault(end - 20, "the zip64 directory is said to end at " + at);
    }
    var record = FileBytes.read(channel, at, 56);
    if (record.getInt(0) != END_64) {
      throw fault(at, "expected the end of a zip64 directory");
    }
    return new Extent(record.getLong(48), record.getLong(40), record.getLong(32));
  }

  private Extent checked(Extent extent, long end) throws WeightFormatException {
    if (extent.offset < 0
        || extent.bytes < 0
        || extent.bytes > MAX_BYTES
        || extent.offset > end - extent.bytes
        || extent.count < 0
        || extent.count > extent.bytes / CENTRAL_BYTES) {
      throw fault(
          end,
          String.format(
              "the zip directory is said to have %d entries in %d bytes at %d",
              extent.count, extent.bytes, extent.offset));
    }
    return extent;
  }

  private void readMembers(Extent extent) throws IOException {
    var bytes = FileBytes.read(channel, extent.offset, (int) extent.bytes);
    for (long i = 0; i < extent.count; i++) {
      var member = readMember(extent, bytes);
      if (members.put(member.name(), member) != null) {
        throw fault(extent.offset, "the zip entry '" + member.name() + "' occurs twice");
      }
    }
  }

  private ZipMember readMember(Extent extent, ByteBuffer bytes) throws WeightFormatException {
    int at = bytes.position();
    long fileOffset = extent.offset + at;
    if (bytes.remaining() < CENTRAL_BYTES || bytes.getInt(at) != CENTRAL) {
      throw fault(fileOffset, "expected an entry of the zip directory");
    }
    int nameBytes = u16(bytes, at + 28);
    int extraBytes = u16(bytes, at + 30);
    int total = CENTRAL_BYTES + nameBytes + extraBytes + u16(bytes, at + 32);
    if (bytes.remaining() < total) {
      throw fault(fileOffset, "an entry of the zip directory is cut short");
    }
    var name =
        FileBytes.text(
            FileBytes.slice(bytes, at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
            StandardCharsets.UTF_8);
    var extra =
        FileBytes.slice(
            bytes, at + CENTRAL_BYTES + nameBytes, at + CENTRAL_BYTES + nameBytes + extraBytes);
    FileBytes.window(bytes, at + total, bytes.limit());
    var large = new LargeFields(extra);
    long size = large.resolve(u32(bytes, at + 24));
    long packed = large.resolve(u32(bytes, at + 20));
    long header = large.resolve(u32(bytes, at + 42));
    if (size < 0 || packed < 0 || header < 0 || packed > extent.offset - header) {
      throw fault(fileOffset, "the zip entry '" + name + "' does not lie before the directory");
    }
    boolean encrypted = (u16(bytes, at + 8) & 1) != 0;
    int method = encrypted ? ZipMember.ENCRYPTED : u16(bytes, at + 10);
    return new ZipMember(file, name, method, packed, size, header);
  }

  /// The 64-bit fields that stand in an entry's extra data for those saturated in the entry.
  private static final class LargeFields {
    private final ByteBuffer fields;

    LargeFields(ByteBuffer extra) {
      while (extra.remaining() >= 4) {
        int id = extra.getShort() & 0xffff;
        int end = extra.position() + (extra.getShort() & 0xffff) + 2;
        if (end > extra.limit()) {
          break;
        }
        if (id == ZIP64_EXTRA) {
          fields = FileBytes.slice(extra, extra.position(), end);
          return;
        }
        FileBytes.window(extra, end, extra.limit());
      }
      fields = ByteBuffer.allocate(0);
    }

    long resolve(long field) {
      return field != SATURATED ? field : fields.remaining() < 8 ? -1 : fields.getLong();
    }
  }

  private static int u16(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }

  private static long u32(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & SATURATED;
  }

  private WeightFormatException fault(long offset, String fault) {
    return WeightFormatException.at(file, offset, fault);
  }
}
