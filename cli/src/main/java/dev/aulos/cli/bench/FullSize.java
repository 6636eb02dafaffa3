package dev.aulos.cli.bench;

import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.RandomModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// A published model's sizes, with random weights.
///
/// @param name the model's
/// @param encoder its text encoder's
/// @param bytes of the files, nearly
public record FullSize(String name, String encoder, long bytes) {
  private static final FullSize[] ALL = {
    new FullSize("stable-audio-open-small", "t5-base", 2_430_000_000L),
    new FullSize("stable-audio-3-small", "t5gemma-b-b-ul2", 2_840_000_000L),
    new FullSize("stable-audio-3-medium", "t5gemma-b-b-ul2", 9_790_000_000L)
  };

  /// The one of this name.
  ///
  /// @throws RequestException if there is none
  public static FullSize named(String name) {
    for (var model : ALL) {
      if (model.name.equals(name)) {
        return model;
      }
    }
    throw new RequestException(
        "--full-size "
            + name
            + ": expected stable-audio-open-small, stable-audio-3-small or stable-audio-3-medium");
  }

  /// The model's folder below `folder`; the model is written there unless it is already.
  ///
  /// @throws RequestException if the disk has no room for it
  public Path in(Path folder) throws IOException {
    var place = folder.resolve(name);
    Files.createDirectories(place);
    if (!Files.exists(place.resolve("model_config.json"))) {
      requireRoom(place);
      System.err.println("making a full-size " + name + " with random weights in " + place);
    }
    RandomModel.write(place, resource(name), resource(encoder), 1);
    return place;
  }

  private void requireRoom(Path place) throws IOException {
    long free = Files.getFileStore(place).getUsableSpace();
    if (free < bytes) {
      throw new RequestException(
          String.format(
              Locale.ROOT,
              "%s takes %.1f GB, of which %s has %.1f GB free",
              name,
              bytes / 1e9,
              place,
              free / 1e9));
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = FullSize.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + name + ".json");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
