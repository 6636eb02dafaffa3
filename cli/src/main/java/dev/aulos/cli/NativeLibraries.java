package dev.aulos.cli;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ONNX Runtime's native libraries, unpacked once. Left to itself, it unpacks them at every start,
/// which takes a tenth of a second and 28 MB of the temporary folder.
final class NativeLibraries {
  private static final String PROPERTY = "onnxruntime.native.path"; // where it looks for them
  private static final List<String> NAMES = List.of("onnxruntime", "onnxruntime4j_jni");

  private static @Nullable String own; // what is set by us

  private NativeLibraries() {}

  /// Makes them ready in the user's folder, unless the user has a folder of them. Where that cannot
  /// be done, ONNX Runtime unpacks its own.
  static synchronized void prepare(Home home) {
    var known = System.getProperty(PROPERTY);
    if (known != null && !known.equals(own)) {
      return;
    }
    try {
      var folder = unpacked(home.builtIn());
      if (folder.isPresent()) {
        own = folder.get().toString();
        System.setProperty(PROPERTY, own);
      }
    } catch (IOException e) {
      return; // it only takes longer
    }
  }

  /// The folder, whose name changes with the libraries; none if those of this platform do not come
  /// with the program.
  private static Optional<Path> unpacked(Path cache) throws IOException {
    var main = resource(NAMES.get(0));
    if (main == null || !(main.openConnection() instanceof JarURLConnection packed)) {
      return Optional.empty();
    }
    var folder = cache.resolve(String.format("onnxruntime-%08x", packed.getJarEntry().getCrc()));
    for (var name : NAMES) {
      var library = folder.resolve(System.mapLibraryName(name));
      var source = resource(name);
      if (source == null) {
        return Optional.empty();
      }
      if (!Files.isRegularFile(library)) {
        Files.createDirectories(folder);
        unpack(source, library);
      }
    }
    return Optional.of(folder.toAbsolutePath());
  }

  /// Whole or not at all.
  private static void unpack(URL source, Path library) throws IOException {
    var draft = Files.createTempFile(library.getParent(), "library", ".part");
    try {
      try (var stream = source.openStream()) {
        Files.copy(stream, draft, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(draft, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static @Nullable URL resource(String name) {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var os = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
    var processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    var arch = processor.equals("aarch64") || processor.equals("arm64") ? "aarch64" : "x64";
    var file = System.mapLibraryName(name);
    var place = String.format("/ai/onnxruntime/native/%s-%s/%s", os, arch, file);
    return NativeLibraries.class.getResource(place);
  }
}
