package dev.aulos.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The sounds below a folder.
final class Clips {
  /// What sound files are called; those that cannot be read are told of rather than passed over.
  private static final Set<String> EXTENSIONS =
      Set.of(
          "wav", "wave", "rf64", "bwf", "aif", "aiff", "aifc", "flac", "mp3", "ogg", "opus", "m4a",
          "aac", "wma");

  private Clips() {}

  /// Every sound file in a folder or below it, in the order of their names; hidden ones are none.
  ///
  /// @param out the folder of the latents, which mirrors the tree
  static List<Clip> below(Path folder, Path out) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files =
          walk.filter(file -> isSound(file) && Files.isRegularFile(file))
              .sorted()
              .collect(Collectors.toList());
    }
    var stems = new HashMap<Path, Integer>();
    files.forEach(file -> stems.merge(stem(file), 1, Integer::sum));
    var clips = new ArrayList<Clip>();
    for (var file : files) {
      var name = folder.relativize(file);
      // sounds that differ in their extension alone keep it
      var target = stems.getOrDefault(stem(file), 1) == 1 ? folder.relativize(stem(file)) : name;
      clips.add(new Clip(file, name.toString().replace('\\', '/'), out.resolve(target.toString())));
    }
    return clips;
  }

  private static Path stem(Path file) {
    return file.resolveSibling(Clip.stem(file.getFileName().toString()));
  }

  private static boolean isSound(Path file) {
    var name = file.getFileName() == null ? "" : file.getFileName().toString();
    var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && name.contains(".") && EXTENSIONS.contains(extension);
  }
}
