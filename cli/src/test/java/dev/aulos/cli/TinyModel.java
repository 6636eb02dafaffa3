package dev.aulos.cli;

import dev.aulos.engine.files.RandomModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A model of 0.74 s with random weights: all of a flow model, each part small.
final class TinyModel {
  private TinyModel() {}

  /// Writes it, its text encoder within.
  static Path in(Path folder) throws IOException {
    RandomModel.write(folder, resource("tiny.json"), resource("tiny-t5.json"), 3);
    return folder;
  }

  /// Copies a folder of files and one level of folders.
  static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.newDirectoryStream(from)) {
      for (var file : files) {
        var place = to.resolve(file.getFileName());
        if (Files.isDirectory(file)) {
          copy(file, place);
        } else {
          Files.copy(file, place);
        }
      }
    }
    return to;
  }

  static String resource(String name) throws IOException {
    try (var in = TinyModel.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no test resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
