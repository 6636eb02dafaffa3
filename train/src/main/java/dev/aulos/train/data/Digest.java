package dev.aulos.train.data;

import dev.aulos.audio.Pcm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256, in hexadecimal.
public final class Digest {
  private static final int BUFFER = 1 << 16;

  private Digest() {}

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /// Of a file's bytes.
  public static String of(Path file) throws IOException {
    var digest = sha256();
    var buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Of a sound's samples, channels and rate, however its file holds them.
  static String of(Pcm sound) {
    var digest = sha256();
    var head = ByteBuffer.allocate(2 * Integer.BYTES);
    digest.update(head.putInt(sound.sampleRate()).putInt(sound.channels()).array());
    var block = ByteBuffer.allocate(BUFFER);
    for (int c = 0; c < sound.channels(); c++) {
      for (int i = 0; i < sound.frames(); i++) {
        if (!block.hasRemaining()) {
          digest.update(block.flip());
          block.clear();
        }
        block.putFloat(sound.at(c, i));
      }
    }
    digest.update(block.flip());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
