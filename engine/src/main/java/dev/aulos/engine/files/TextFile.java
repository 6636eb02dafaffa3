package dev.aulos.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Text files in UTF-8.
public final class TextFile {
  private TextFile() {}

  /// Reads a whole file.
  ///
  /// @throws java.nio.charset.CharacterCodingException if it is not UTF-8
  public static String read(Path file) throws IOException {
    var decoder = StandardCharsets.UTF_8.newDecoder(); // refuses what is malformed
    return decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
  }
}
