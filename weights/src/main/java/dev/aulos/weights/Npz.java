package dev.aulos.weights;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Weights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// NumPy's file of several arrays: a zip of npy files.
public final class Npz {
  private static final String SUFFIX = ".npy";
  private static final int CHUNK = 1 << 16;

  /// A moment that a zip tells in local time without a remark; the same content makes the same
  /// file.
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 2, 0, 0);

  private Npz() {}

  /// Opens a file; arrays that are not packed are mapped.
  ///
  /// @throws WeightFormatException if the file or one of its arrays is broken
  public static Weights open(Path file) throws IOException {
    var arrays = new LinkedHashMap<String, NdArray>();
    for (var member : ZipDirectory.read(file).values()) {
      var name = member.name();
      if (!name.endsWith(SUFFIX)) {
        throw member.fault("is not an npy array");
      }
      var bytes = member.read(Integer.MAX_VALUE);
      arrays.put(
          name.substring(0, name.length() - SUFFIX.length()), Npy.parse(member::fault, bytes));
    }
    return WeightViews.of(arrays);
  }

  /// Writes arrays, unpacked and in the order of their names.
  ///
  /// @throws IllegalArgumentException if npy has no such type, which is so of BF16
  public static void write(Path file, Map<String, NdArray> arrays) throws IOException {
    try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (var array : new TreeMap<>(arrays).entrySet()) {
        writeEntry(zip, array.getKey() + SUFFIX, array.getValue());
      }
    }
  }

  private static void writeEntry(ZipOutputStream zip, String name, NdArray array)
      throws IOException {
    var header = Npy.header(array);
    var crc = new CRC32();
    feed(header.duplicate(), (bytes, n) -> crc.update(bytes, 0, n));
    feed(array.bytes(), (bytes, n) -> crc.update(bytes, 0, n));
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTime(NO_TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
    entry.setCrc(crc.getValue());
    entry.setSize((long) header.remaining() + array.bytes().remaining());
    zip.putNextEntry(entry);
    feed(header, (bytes, n) -> zip.write(bytes, 0, n));
    feed(array.bytes(), (bytes, n) -> zip.write(bytes, 0, n));
    zip.closeEntry();
  }

  private static void feed(ByteBuffer from, Sink sink) throws IOException {
    var chunk = new byte[CHUNK];
    while (from.hasRemaining()) {
      int n = Math.min(CHUNK, from.remaining());
      from.get(chunk, 0, n);
      sink.accept(chunk, n);
    }
  }

  /// Where bytes go.
  private interface Sink {
    void accept(byte[] bytes, int n) throws IOException;
  }
}
