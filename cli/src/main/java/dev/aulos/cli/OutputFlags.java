package dev.aulos.cli;

import dev.aulos.audio.SampleFormat;
import dev.aulos.engine.RequestException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where results go and how they are told.
final class OutputFlags {
  private static final int SLUG = 40;
  private static final Set<String> OTHER_FORMATS =
      Set.of("mp3", "flac", "ogg", "opus", "m4a", "aac", "aif", "aiff", "wma");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The WAV file to write; of a batch, '-1', '-2' … go before '.wav'. "
              + "If absent, a name that is not taken is made of the prompt and the seed.")
  @Nullable String output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "pcm16 (dithered), pcm24, or float32. Default: pcm16; pcm24 where parts of a sound are "
              + "kept exactly.")
  @Nullable String format;

  /// The format if none is asked for.
  String usualFormat = "pcm16";

  @Option(names = "--json", description = "Print one JSON object with the results.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  boolean quiet;

  SampleFormat sampleFormat() {
    return sampleFormat(format == null ? usualFormat : format);
  }

  /// A format from its name.
  static SampleFormat sampleFormat(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "pcm16" -> SampleFormat.PCM_16;
      case "pcm24" -> SampleFormat.PCM_24;
      case "float32" -> SampleFormat.FLOAT_32;
      default ->
          throw new RequestException("--format " + format + ": expected pcm16, pcm24 or float32");
    };
  }

  /// Refuses an output that could not be written, before any work is done for it.
  void check() {
    sampleFormat();
    var file = path(output == null ? "sound.wav" : output);
    if (output != null) {
      checkFile(file, output);
    }
    requireFolder(file);
  }

  /// Refuses a file whose folder is none, or cannot be written to.
  static void requireFolder(Path file) {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new RequestException("--output " + file + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new RequestException(folder + ": the folder cannot be written to");
    }
  }

  /// Refuses what is no place for a WAV file.
  static void checkFile(Path file, String name) {
    if (Files.isDirectory(file)) {
      throw new RequestException("--output " + name + ": is a folder; name a file in it");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new RequestException("--output " + name + ": is a device; name a file");
    }
    var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (OTHER_FORMATS.contains(extension)) {
      throw new RequestException(
          "--output " + name + ": only WAV is written; name a file that ends in .wav");
    }
  }

  /// The file of item `item` of `items`: the one that the user named, or a new one.
  Path file(String prompt, long seed, int item, int items) {
    var name = output == null ? slug(prompt) + "-" + seed + ".wav" : output;
    if (items > 1) {
      int dot = name.toLowerCase(Locale.ROOT).endsWith(".wav") ? name.length() - 4 : name.length();
      name = name.substring(0, dot) + "-" + (item + 1) + name.substring(dot);
    }
    return output == null ? unused(name) : path(name);
  }

  /// With '_2', '_3' … before '.wav' if there is such a file.
  private static Path unused(String name) {
    var file = path(name);
    for (int i = 2; Files.exists(file); i++) {
      file = path(name.replaceAll("\\.wav$", "_" + i + ".wav"));
    }
    return file;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new RequestException("--output " + name + ": " + e.getReason());
    }
  }

  private static String slug(String prompt) {
    var slug = prompt.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    slug = slug.length() > SLUG ? slug.substring(0, SLUG) : slug;
    slug = slug.replaceAll("^-|-$", "");
    return slug.isEmpty() ? "sound" : slug;
  }
}
