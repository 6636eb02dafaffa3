package dev.aulos.audio;

import java.nio.charset.StandardCharsets;

/// What kind of sound file its first bytes say it is.
enum SoundKind {
  WAV("WAV"),
  AIFF("AIFF"),
  MP3("MP3"),
  FLAC("FLAC"),
  OGG("Ogg (Vorbis or Opus)"),
  MP4("MP4 (AAC or ALAC)"),
  AU("Sun AU"),
  CAF("Core Audio"),
  WMA("Windows Media"),
  WAVE64("Sony Wave64"),
  UNKNOWN("unknown");

  static final int BYTES_NEEDED = 12;
  private final String title;

  SoundKind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// The kind by the first [#BYTES_NEEDED] bytes, or as many as there are.
  static SoundKind of(byte[] start) {
    var text = new String(start, StandardCharsets.ISO_8859_1) + "            ";
    return switch (text.substring(0, 4)) {
      case "RIFF", "RF64", "BW64" -> text.startsWith("WAVE", 8) ? WAV : UNKNOWN;
      case "FORM" -> text.startsWith("AIF", 8) ? AIFF : UNKNOWN;
      case "fLaC" -> FLAC;
      case "OggS" -> OGG;
      case ".snd" -> AU;
      case "caff" -> CAF;
      case "riff" -> WAVE64;
      case "0&²u" -> WMA;
      default -> unmarked(text);
    };
  }

  private static SoundKind unmarked(String text) {
    boolean isMpegFrame = text.charAt(0) == 0xFF && (text.charAt(1) & 0xE0) == 0xE0;
    if (text.startsWith("ID3") || isMpegFrame) {
      return MP3;
    }
    return text.startsWith("ftyp", 4) ? MP4 : UNKNOWN;
  }

  /// A code from a file, fit to be shown: what is not printable becomes a question mark.
  static String quoted(String id) {
    return "'" + id.replaceAll("[^ -~]", "?") + "'";
  }
}
