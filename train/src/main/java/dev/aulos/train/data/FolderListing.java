package dev.aulos.train.data;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Files below a folder by their path within it, in the order of these; hidden files and folders
/// are none.
final class FolderListing {
  private FolderListing() {}

  /// @param extensions of names, in small letters, without the dot
  static SortedMap<String, Path> of(Path folder, Set<String> extensions) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          folder, Files.exists(folder) ? "is a file, expected a folder" : "no such folder");
    }
    var files = new TreeMap<String, Path>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            return !inner.equals(folder) && isHidden(inner)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file)
                && extensions.contains(extension(name(file)))
                && Files.isRegularFile(file)) {
              files.put(folder.relativize(file).toString().replace('\\', '/'), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static String name(Path file) {
    var name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  private static boolean isHidden(Path file) {
    return name(file).startsWith(".");
  }

  private static String extension(String name) {
    return name.contains(".")
        ? name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)
        : "";
  }

  /// The file of the same name with another extension, given with its dot.
  static Path beside(Path file, String extension) {
    var name = name(file);
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot <= 0 ? name : name.substring(0, dot)) + extension);
  }
}
