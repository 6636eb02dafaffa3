package dev.aulos.engine;

import dev.aulos.engine.files.RandomModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A small model with random weights, and the published configurations.
public final class TinyModel {
  private TinyModel() {}

  /// Writes the small model.
  public static Path in(Path folder) throws IOException {
    RandomModel.write(folder, resource("tiny.json"), resource("tiny-t5.json"), 3);
    return folder;
  }

  /// A configuration among the test resources.
  public static String resource(String name) throws IOException {
    try (var in = TinyModel.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no test resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
