package dev.aulos.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads tokenizers of either format.
public final class Tokenizers {
  private static final long MAX_BYTES = 256L << 20;

  /// What a folder is searched for, the best first.
  private static final List<String> NAMES =
      List.of("tokenizer.json", "spiece.model", "tokenizer.model", "sentencepiece.bpe.model");

  private Tokenizers() {}

  /// Reads `tokenizer.json`, a SentencePiece `.model`, or a folder that has one of these.
  ///
  /// A `tokenizer_config.json` beside a `tokenizer.json` is read too: it names the special tokens.
  public static Tokenizer read(Path path) throws IOException {
    var file = Files.isDirectory(path) ? within(path) : path;
    var bytes = bytes(file);
    if (!file.getFileName().toString().endsWith(".json")) {
      return SentencePieceTokenizer.read(file.toString(), bytes);
    }
    var config = file.resolveSibling("tokenizer_config.json");
    return Files.isRegularFile(config)
        ? JsonTokenizer.read(file.toString(), bytes, config.toString(), bytes(config))
        : JsonTokenizer.read(file.toString(), bytes);
  }

  private static Path within(Path folder) throws FileNotFoundException {
    for (var name : NAMES) {
      var file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new FileNotFoundException(folder + " has no tokenizer; expected one of " + NAMES);
  }

  private static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new TokenizerFormatException(
          file.toString(), "byte " + MAX_BYTES, size + " bytes, expected at most " + MAX_BYTES);
    }
    return Files.readAllBytes(file);
  }
}
