package dev.aulos.audio;

import java.io.IOException;
import java.nio.file.Path;

/// Sound files of any kind read here, told apart by what is in them and not by their names.
public final class AudioFiles {
  private AudioFiles() {}

  /// Reads a WAV or AIFF file.
  public static Pcm read(Path file) throws IOException {
    var kind = kindOf(file);
    return switch (kind) {
      case WAV -> WavFile.read(file).sound();
      case AIFF -> AiffFile.read(file);
      case MP3, FLAC, OGG, MP4, AU, CAF, WMA, WAVE64 -> throw unreadable(file, kind);
      case UNKNOWN ->
          throw new AudioFormatException(
              file.toString(), 0, "not a sound file known here; expected WAV or AIFF");
    };
  }

  private static AudioFormatException unreadable(Path file, SoundKind kind) {
    return new AudioFormatException(
        file.toString(),
        0,
        "this is " + kind.title() + ", which is not read here; convert to WAV first");
  }

  private static SoundKind kindOf(Path file) throws IOException {
    try (var in = ByteInput.open(file)) {
      return SoundKind.of(in.upTo(SoundKind.BYTES_NEEDED).array());
    }
  }
}
