package dev.aulos.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/// A WAV file, read: its sound, or the part asked for, and what else it says.
///
/// Reads RIFF and RF64 with integers of 8 to 32 bits and floats of 32 or 64.
public record WavFile(Pcm sound, WavInfo info) {
  /// Reads a whole file.
  public static WavFile read(Path file) throws IOException {
    return read(file, Span.ALL);
  }

  /// Reads from `startSeconds` on for `seconds`, as far as there is sound, and nothing else of it.
  public static WavFile readRange(Path file, double startSeconds, double seconds)
      throws IOException {
    return read(file, new Span(startSeconds, seconds));
  }

  /// Reads a stream to the end of the sound; the caller closes it.
  ///
  /// @param name what errors call the stream
  public static WavFile read(InputStream in, String name) throws IOException {
    return new WavParser(ByteInput.of(in, name), Span.ALL).parse();
  }

  /// Reads what a file says, without its samples.
  public static WavInfo inspect(Path file) throws IOException {
    return read(file, Span.NOTHING).info();
  }

  private static WavFile read(Path file, Span span) throws IOException {
    try (var in = ByteInput.open(file)) {
      return new WavParser(in, span).parse();
    }
  }
}
