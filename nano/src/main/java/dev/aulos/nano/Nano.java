package dev.aulos.nano;

import dev.aulos.engine.Aulos;
import dev.aulos.engine.files.Folders;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The embedded model. It is unpacked into a folder once, from where its weights are mapped.
///
/// ```java
/// try (Aulos model = Nano.open(cache, Aulos.Options.defaults())) { … }
/// ```
public final class Nano {
  private static final String WEIGHTS = "model.safetensors";
  private static final String VERSION = "version";
  private static final String TEXT_WEIGHTS = "text/model.safetensors";
  private static final List<String> PLAIN =
      List.of("model_config.json", "text/config.json", "text/tokenizer.json");
  private static final List<String> PACKED = List.of(WEIGHTS, TEXT_WEIGHTS);

  private Nano() {}

  /// Opens the model, unpacked below `cache`.
  ///
  /// @throws IOException if it cannot be unpacked there
  public static Aulos open(Path cache, Aulos.Options options) throws IOException {
    return Aulos.open(folder(cache), options);
  }

  /// A file of the model as it is stored, such as `model_config.json`.
  ///
  /// @throws FileNotFoundException if there is no such file
  public static InputStream file(String name) throws IOException {
    var stream = Nano.class.getResourceAsStream("model/" + name);
    if (stream == null) {
      throw new FileNotFoundException("the embedded model has no " + name);
    }
    return stream;
  }

  /// The folder of the unpacked model below `cache`, whose name changes with the weights.
  ///
  /// @throws IOException if it cannot be unpacked there
  public static Path folder(Path cache) throws IOException {
    var folder = cache.resolve("nano-" + version());
    if (!Files.isDirectory(folder)) {
      unpack(cache, folder);
    }
    return folder;
  }

  private static String version() throws IOException {
    try (var stream = file(VERSION)) {
      return new String(stream.readAllBytes(), StandardCharsets.US_ASCII).trim();
    }
  }

  /// The version of the embedded model as its files have it; the same as the one stored with them,
  /// which is there so that nobody has to read all of them at every start.
  static String computedVersion() throws IOException {
    return hash(Nano::file);
  }

  /// Stores with the files of a model, packed into a folder, which version it is.
  public static void writeVersion(Path folder) throws IOException {
    var version = hash(name -> Files.newInputStream(folder.resolve(name)));
    Files.write(folder.resolve(VERSION), (version + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private interface Source {
    InputStream open(String name) throws IOException;
  }

  private static String hash(Source files) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var names : List.of(PLAIN, PACKED)) {
        for (var name : names) {
          try (var stream = files.open(name)) {
            digest.update(stream.readAllBytes());
          }
        }
      }
      var hash = digest.digest();
      var hex = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        hex.append(String.format("%02x", hash[i]));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Fills a folder beside the place, then moves it there: it is there whole or not at all.
  private static void unpack(Path cache, Path folder) throws IOException {
    Files.createDirectories(cache);
    var draft = Files.createTempDirectory(cache, "nano-");
    try {
      Files.createDirectories(draft.resolve("text"));
      for (var name : PLAIN) {
        try (var stream = file(name)) {
          Files.copy(stream, draft.resolve(name));
        }
      }
      for (var name : PACKED) {
        try (var stream = file(name)) {
          PackedWeights.unpack(stream, draft.resolve(name));
        }
      }
      move(draft, folder);
    } finally {
      Folders.delete(draft);
    }
  }

  private static void move(Path draft, Path folder) throws IOException {
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) { // else another process was faster
        throw e;
      }
    }
  }
}
