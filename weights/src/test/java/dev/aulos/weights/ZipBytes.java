package dev.aulos.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;

/// A zip written byte by byte, plain or with every size in its zip64 fields.
final class ZipBytes {
  private final boolean zip64;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int count;

  ZipBytes(boolean zip64) {
    this.zip64 = zip64;
  }

  static byte[] floats(float... values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /// Begins a torch archive.
  static ZipBytes torch(PickleBytes pickle) {
    return new ZipBytes(false).stored("archive/data.pkl", pickle.op('.').bytes());
  }

  ZipBytes stored(String name, byte[] bytes) {
    return add(name, 0, bytes, bytes.length);
  }

  ZipBytes deflated(String name, byte[] bytes) {
    var deflater = new Deflater(9, true);
    deflater.setInput(bytes);
    deflater.finish();
    var packed = new byte[bytes.length + 100];
    int n = deflater.deflate(packed);
    deflater.end();
    return add(name, 8, java.util.Arrays.copyOf(packed, n), bytes.length);
  }

  ZipBytes add(String name, int method, byte[] packed, long size) {
    int header = out.size();
    var nameBytes = name.getBytes(StandardCharsets.UTF_8);
    var local = buffer(30);
    local.putInt(0x04034b50).putShort((short) 45).putShort((short) 0).putShort((short) method);
    local.putInt(0).putInt(0).putInt(packed.length).putInt((int) size);
    local.putShort((short) nameBytes.length).putShort((short) 5);
    out.writeBytes(local.array());
    out.writeBytes(nameBytes);
    out.writeBytes(new byte[] {'F', 'B', 1, 0, 'Z'}); // padding, as torch writes
    out.writeBytes(packed);
    addCentral(nameBytes, method, packed.length, size, header);
    count++;
    return this;
  }

  private void addCentral(byte[] name, int method, long packed, long size, long header) {
    var extra = buffer(zip64 ? 28 : 0);
    if (zip64) {
      extra.putShort((short) 1).putShort((short) 24);
      extra.putLong(size).putLong(packed).putLong(header);
    }
    var central = buffer(46);
    central.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putShort((short) 0);
    central.putShort((short) method).putInt(0).putInt(0);
    central.putInt(zip64 ? -1 : (int) packed).putInt(zip64 ? -1 : (int) size);
    central.putShort((short) name.length).putShort((short) extra.capacity());
    central.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    central.putInt(zip64 ? -1 : (int) header);
    directory.writeBytes(central.array());
    directory.writeBytes(name);
    directory.writeBytes(extra.array());
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(out.toByteArray());
    all.writeBytes(directory.toByteArray());
    if (zip64) {
      var end64 = buffer(76);
      end64.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
      end64.putInt(0).putInt(0).putLong(count).putLong(count);
      end64.putLong(directory.size()).putLong(out.size());
      end64.putInt(0x07064b50).putInt(0).putLong(out.size() + directory.size()).putInt(1);
      all.writeBytes(end64.array());
    }
    var end = buffer(22);
    end.putInt(0x06054b50).putInt(0);
    end.putShort((short) (zip64 ? -1 : count)).putShort((short) (zip64 ? -1 : count));
    end.putInt(zip64 ? -1 : directory.size()).putInt(zip64 ? -1 : out.size());
    all.writeBytes(end.array());
    return all.toByteArray();
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
