package dev.aulos.audio;

import java.io.IOException;

/// A sound file that is not what it should be: broken, hostile, or of a format not read here.
public final class AudioFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /// A fault at a byte of a file; the message is `file @ offset: fault`.
  public AudioFormatException(String file, long offset, String fault) {
    super(file + " @ " + offset + ": " + fault);
    this.file = file;
    this.offset = offset;
  }

  /// The file's path, or the name given to the stream.
  public String file() {
    return file;
  }

  /// The byte at which the fault was found.
  public long offset() {
    return offset;
  }
}
