package dev.aulos.cli;

import dev.aulos.engine.RequestException;
import dev.aulos.engine.files.ModelException;
import dev.aulos.nano.Nano;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The user's folder of models: `AULOS_HOME`, else `~/.aulos`. Each model is a folder below
/// `models`, or a link file there (`name.path`) that holds the path of a folder elsewhere.
record Home(Path folder) {
  /// The name of the model that comes with the product.
  static final String NANO = "nano";

  private static final String LINK = ".path";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  static Home ofUser() {
    var ofUser = Path.of(System.getProperty("user.home"), ".aulos");
    return new Home(Variable.AULOS_HOME.path().orElse(ofUser));
  }

  Path models() {
    return folder.resolve("models");
  }

  /// The models by name, with their folders.
  TreeMap<String, Path> known() throws IOException {
    var known = new TreeMap<String, Path>();
    if (!Files.isDirectory(models())) {
      return known;
    }
    try (var entries = Files.newDirectoryStream(models())) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        if (Files.isDirectory(entry)) {
          known.put(name, entry);
        } else if (name.endsWith(LINK)) {
          known.putIfAbsent(name.substring(0, name.length() - LINK.length()), target(entry));
        }
      }
    }
    return known;
  }

  private static Path target(Path link) throws IOException {
    try {
      return Path.of(Files.readString(link).strip());
    } catch (InvalidPathException e) {
      throw new ModelException(link, "does not hold a path; delete it");
    }
  }

  /// The models that can generate: text encoders and autoencoders alone are no such.
  List<String> generators() throws IOException {
    return named(place -> isModel(place) && !Found.at(place).isCodecAlone());
  }

  /// The models that can encode and decode sound.
  List<String> codecs() throws IOException {
    return named(Home::isModel);
  }

  private List<String> named(Predicate<Path> kind) throws IOException {
    var names = new ArrayList<String>();
    for (var entry : known().entrySet()) {
      if (kind.test(entry.getValue())) {
        names.add(entry.getKey());
      }
    }
    return names;
  }

  private static boolean isModel(Path model) {
    return Files.isRegularFile(model)
        || Files.exists(model.resolve("model_config.json"))
        || Files.exists(model.resolve("transformer"));
  }

  Optional<Path> find(String name) throws IOException {
    var known = Optional.ofNullable(known().get(name));
    return known.isEmpty() && isNano(name) ? Optional.of(nano()) : known;
  }

  /// Whether it names the model that comes with the product, in this version; files made with it
  /// hold the name of its folder.
  private boolean isNano(String name) throws IOException {
    return name.equals(NANO) || (name.startsWith(NANO + "-") && nano().endsWith(name));
  }

  /// The folder of the model that comes with the product, unpacked when first asked for.
  Path nano() throws IOException {
    return Nano.folder(builtIn());
  }

  /// Where what comes with the product is unpacked.
  Path builtIn() {
    return folder.resolve("built-in");
  }

  boolean isLink(String name) {
    return Files.isRegularFile(link(name)) && !Files.isDirectory(models().resolve(name));
  }

  /// Makes a model elsewhere known under a name.
  ///
  /// @throws RequestException if the name cannot be one, or is another model's
  void link(String name, Path target) throws IOException {
    requireName(name);
    var place = target.toAbsolutePath().normalize();
    var other = find(name);
    if (other.isPresent() && !other.get().equals(place)) {
      throw new RequestException(
          "there is a model '"
              + name
              + "' already, in "
              + other.get()
              + "; use --name for another");
    }
    Files.createDirectories(models());
    Files.writeString(link(name), place + "\n");
  }

  boolean unlink(String name) throws IOException {
    return Files.deleteIfExists(link(name));
  }

  private Path link(String name) {
    return models().resolve(name + LINK);
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches() || name.endsWith(LINK)) {
      throw new RequestException(
          "name '" + name + "': expected letters, digits, '.', '_' and '-', at most 100");
    }
  }
}
