package dev.aulos.cli;

import dev.aulos.engine.Aulos;
import dev.aulos.engine.LatentCodec;
import dev.aulos.engine.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which model, and how many threads.
final class ModelFlags {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "Folder or weights file of a model, or a name that 'aulos models list' shows. If absent, "
              + "the model on this machine if there is one, else the built-in 'nano'.")
  @Nullable String model;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many threads compute; 0 for one per core. Results do not depend on it.")
  int threads;

  Aulos open() throws IOException {
    return open(model);
  }

  /// Opens the model that the user named, or the one that there is.
  Aulos open(@Nullable String name) throws IOException {
    var home = Home.ofUser();
    NativeLibraries.prepare(home);
    var options = new Aulos.Options(List.of(home.models()), threads);
    return Aulos.open(name == null ? only(home) : resolve(home, name), options);
  }

  /// Where the model lies that the user named, or the one that there is.
  Path folder() throws IOException {
    var home = Home.ofUser();
    return model == null ? only(home) : resolve(home, model);
  }

  /// Opens the autoencoder that the user named, or the one that there is.
  LatentCodec openCodec() throws IOException {
    var home = Home.ofUser();
    NativeLibraries.prepare(home);
    return LatentCodec.open(model == null ? onlyCodec(home) : resolve(home, model), threads);
  }

  private static Path onlyCodec(Home home) throws IOException {
    var names = home.codecs();
    if (names.size() == 1) {
      return home.find(names.get(0)).orElseThrow();
    }
    if (names.isEmpty()) {
      return home.nano();
    }
    throw new RequestException(
        "whose autoencoder? name one with --model: " + String.join(", ", names));
  }

  private static Path only(Home home) throws IOException {
    var names = home.generators();
    if (names.size() == 1) {
      return home.find(names.get(0)).orElseThrow();
    }
    if (names.isEmpty()) {
      return home.nano();
    }
    throw new RequestException(
        "which model? name one with --model: " + String.join(", ", names) + ", " + Home.NANO);
  }

  /// Where the model of a name lies.
  static Path find(@Nullable String name) throws IOException {
    if (name == null) {
      throw new RequestException("expected --model");
    }
    return resolve(Home.ofUser(), name);
  }

  private static Path resolve(Home home, String name) throws IOException {
    var known = home.find(name);
    if (known.isPresent()) {
      return known.get();
    }
    var path = path(name);
    var official = Catalog.named(name);
    if (!Files.exists(path) && official.isPresent()) {
      throw new RequestException(
          official.get().id
              + " is not on this machine; get it with: aulos models get "
              + official.get().id);
    }
    return path;
  }

  /// A path that the user gave.
  static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new RequestException(
          "'" + name.replace('\0', '?') + "' is not a path: " + e.getReason());
    }
  }

  /// A file that the user gave to read.
  static Path requireFile(Path file) {
    return requireFile(file, "a sound file");
  }

  /// A file that the user gave to read.
  ///
  /// @param expected what it should be
  static Path requireFile(Path file, String expected) {
    if (!Files.exists(file)) {
      throw new RequestException(file + ": no such file");
    }
    if (Files.isDirectory(file)) {
      throw new RequestException(file + ": is a folder, expected " + expected);
    }
    return file;
  }
}
