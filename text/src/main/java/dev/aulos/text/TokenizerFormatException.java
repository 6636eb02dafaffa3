package dev.aulos.text;

import java.io.IOException;

/// A tokenizer file is malformed, or asks for what is not supported.
public final class TokenizerFormatException extends IOException {
  private final String file;
  private final String where;

  /// `where` is a byte offset, a piece or a JSON path.
  TokenizerFormatException(String file, String where, String problem) {
    super(file + " @ " + where + ": " + problem);
    this.file = file;
    this.where = where;
  }

  /// The file's name.
  public String file() {
    return file;
  }

  /// The byte offset, piece or JSON path at fault.
  public String where() {
    return where;
  }
}
