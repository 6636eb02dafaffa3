package dev.aulos.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// All of a WAV file before its first sample; of the same size however much sound follows.
///
/// @param hasRoom whether there is room for 64-bit sizes, which turn RIFF into RF64
record WavHeader(WavFormat format, byte[] metadata, boolean hasRoom) {
  static final long RIFF_LIMIT = 0xFFFFFFFFL;
  private static final int UNKNOWN = -1;
  private static final int SIZES = 28;

  static WavHeader of(int sampleRate, int channels, WavOptions options, boolean hasRoom) {
    if (channels > WavFormat.MAX_CHANNELS) {
      throw new IllegalArgumentException(
          channels + " channels, a WAV file here has at most " + WavFormat.MAX_CHANNELS);
    }
    var format =
        new WavFormat(options.format(), sampleRate, channels, channels * options.format().bytes());
    return new WavHeader(format, InfoChunks.encode(options.metadata()), hasRoom);
  }

  /// The bytes of the header for so many frames.
  ///
  /// @param limit the size at which RIFF becomes RF64
  byte[] encode(long frames, long limit) {
    long dataBytes = frames * format.frameBytes();
    long riffBytes = size() - 8 + dataBytes + (dataBytes & 1);
    boolean isLong = riffBytes >= limit;
    if (isLong && !hasRoom) {
      throw new IllegalStateException(riffBytes + " bytes do not fit a RIFF file without room");
    }
    var out = new ByteArrayOutputStream();
    chunk(out, isLong ? "RF64" : "RIFF", isLong ? UNKNOWN : (int) riffBytes);
    out.writeBytes(ascii("WAVE"));
    if (hasRoom) {
      chunk(out, isLong ? "ds64" : "JUNK", SIZES);
      out.writeBytes(isLong ? sizes(riffBytes, dataBytes, frames) : new byte[SIZES]);
    }
    var body = format.encode();
    chunk(out, "fmt ", body.length);
    out.writeBytes(body);
    if (format.format().isFloat()) {
      chunk(out, "fact", 4);
      out.writeBytes(le(4).putInt(isLong ? UNKNOWN : (int) frames).array());
    }
    out.writeBytes(metadata);
    chunk(out, "data", isLong ? UNKNOWN : (int) dataBytes);
    return out.toByteArray();
  }

  private int size() {
    int fact = format.format().isFloat() ? 12 : 0;
    int room = hasRoom ? 8 + SIZES : 0;
    return 12 + room + 8 + format.encode().length + fact + metadata.length + 8;
  }

  private static byte[] sizes(long riffBytes, long dataBytes, long frames) {
    return le(SIZES).putLong(riffBytes).putLong(dataBytes).putLong(frames).array();
  }

  private static void chunk(ByteArrayOutputStream out, String id, int size) {
    out.writeBytes(ascii(id));
    out.writeBytes(le(4).putInt(size).array());
  }

  private static ByteBuffer le(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String id) {
    return id.getBytes(StandardCharsets.US_ASCII);
  }
}
