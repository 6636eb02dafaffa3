package dev.aulos.cli;

import dev.aulos.graph.NdArray;
import dev.aulos.weights.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// NumPy files of latents, (latentChannels, frames), that appear whole or not at all.
final class LatentFile {
  private LatentFile() {}

  /// Reads a latent.
  static NdArray read(Path file) throws IOException {
    return Npy.read(ModelFlags.requireFile(file, "a .npy file of a latent"));
  }

  /// Writes a latent.
  static void write(Path file, NdArray latent) throws IOException {
    var part = part(file);
    try {
      Npy.write(part, latent);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Writes a text as [#write(Path, NdArray)] does a latent.
  static void write(Path file, String text) throws IOException {
    var part = part(file);
    try {
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path part(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".part");
  }
}
