package dev.aulos.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;

/// What tells one weights file from another.
public final class Fingerprint {
  private static final int BLOCK = 1 << 16;
  private static final int SAMPLES = 64;
  private static final String HEX_DIGITS = "0123456789abcdef";

  private Fingerprint() {}

  /// The SHA-256 of a whole file, in hex.
  ///
  /// @param progress told the bytes read so far, after each mebibyte or so
  public static String sha256(Path file, LongConsumer progress) throws IOException {
    var digest = sha256();
    try (var channel = FileChannel.open(file)) {
      var buffer = ByteBuffer.allocate(16 * BLOCK);
      long done = 0;
      for (int n = channel.read(buffer); n >= 0; n = channel.read(buffer)) {
        FileBytes.window(buffer, 0, n);
        digest.update(buffer);
        FileBytes.window(buffer, 0, buffer.capacity());
        done += n;
        progress.accept(done);
      }
    }
    return hex(digest.digest());
  }

  /// A hash that takes milliseconds for a file of any size, for provenance and caches; it is not
  /// proof against a forger.
  ///
  /// It is the SHA-256, in hex and after `quick1:`, of the file's length in decimal, a line feed,
  /// and 64 KiB blocks: the whole file if that has at most 66, else the first block, where the
  /// names and sizes are, the last, and 64 whose offsets are `i · (length − 65536) / 65`, for `i`
  /// of 1 to 64.
  public static String quick(Path file) throws IOException {
    var digest = sha256();
    try (var channel = FileChannel.open(file)) {
      long length = channel.size();
      digest.update((length + "\n").getBytes(StandardCharsets.US_ASCII));
      if (length <= (SAMPLES + 2L) * BLOCK) {
        digest.update(FileBytes.read(channel, 0, (int) length));
      } else {
        for (long i = 0; i <= SAMPLES + 1; i++) {
          long offset = Math.multiplyExact(i, length - BLOCK) / (SAMPLES + 1);
          digest.update(FileBytes.read(channel, offset, BLOCK));
        }
      }
    }
    return "quick1:" + hex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    var text = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      text.append(HEX_DIGITS.charAt((b >> 4) & 15)).append(HEX_DIGITS.charAt(b & 15));
    }
    return text.toString();
  }
}
