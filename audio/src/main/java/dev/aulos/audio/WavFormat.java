package dev.aulos.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The `fmt ` chunk: how samples are stored, how many channels, how fast.
record WavFormat(SampleFormat format, int sampleRate, int channels, int frameBytes) {
  static final int PCM = 1;
  static final int FLOAT = 3;
  static final int EXTENSIBLE = 0xFFFE;
  static final int MAX_CHANNELS = 1024;
  static final int MAX_RATE = 10_000_000;
  private static final int SHORT_SIZE = 16;
  private static final int EXTENSIBLE_SIZE = 40;
  // After the format's code, the same 14 bytes in every subformat of this kind.
  private static final long GUID_HIGH = 0x0010_0000_0000L; // 00 00 00 00 10 00, little-endian
  private static final long GUID_LOW = 0x719B_3800_AA00_0080L;
  private static final long AMBISONIC_HIGH = 0x11D3_0721_0000L;
  private static final long AMBISONIC_LOW = 0x0000_00CA_C1C8_4486L;

  /// Reads a chunk whose body has `size` bytes.
  static WavFormat read(ByteInput in, long size) throws IOException {
    long start = in.position();
    if (size < SHORT_SIZE) {
      throw in.fault("'fmt ' has " + size + " bytes, expected at least " + SHORT_SIZE);
    }
    var body = in.take((int) Math.min(size, EXTENSIBLE_SIZE), "'fmt '");
    int code = u16(body);
    int channels = u16(body);
    int rate = body.getInt();
    body.getInt(); // bytes a second follow from the rest
    int frameBytes = u16(body);
    int bits = u16(body);
    if (code == EXTENSIBLE) {
      code = subformat(in, start, body);
    }
    if (channels < 1 || channels > MAX_CHANNELS) {
      throw in.faultAt(start + 2, channels + " channels, expected 1 to " + MAX_CHANNELS);
    }
    if (rate < 1 || rate > MAX_RATE) {
      throw in.faultAt(
          start + 4, "sample rate " + (rate & 0xFFFFFFFFL) + ", expected 1 to " + MAX_RATE);
    }
    var format = format(in, start, code, bits, frameBytes / channels);
    if (frameBytes != channels * format.bytes()) {
      throw in.faultAt(
          start + 12,
          frameBytes
              + " bytes a frame, expected "
              + channels * format.bytes()
              + " for "
              + channels
              + " channels of "
              + bits
              + " bits");
    }
    return new WavFormat(format, rate, channels, frameBytes);
  }

  private static int subformat(ByteInput in, long start, ByteBuffer body) throws IOException {
    if (body.limit() < EXTENSIBLE_SIZE) {
      throw in.faultAt(
          start, "extensible 'fmt ' has " + body.limit() + " bytes, expected " + EXTENSIBLE_SIZE);
    }
    body.getLong(); // the extension's size, the valid bits, the speakers
    int code = u16(body);
    long high = (body.getInt() & 0xFFFFFFFFL) | (body.getShort() & 0xFFFFL) << 32;
    long low = body.getLong();
    boolean isKnown =
        (high == GUID_HIGH && low == GUID_LOW) || (high == AMBISONIC_HIGH && low == AMBISONIC_LOW);
    if (!isKnown) {
      throw in.faultAt(start + SHORT_SIZE + 8, "unknown subformat; convert to PCM first");
    }
    return code;
  }

  /// The format by the container's width: fewer valid bits lie at its upper end.
  private static SampleFormat format(ByteInput in, long start, int code, int bits, int width)
      throws IOException {
    if (code == FLOAT && (bits == 32 || bits == 64)) {
      return bits == 32 ? SampleFormat.FLOAT_32 : SampleFormat.FLOAT_64;
    }
    if (code == PCM && bits >= 1 && bits <= 32) {
      return SampleFormat.integer(Math.max((bits + 7) / 8, Math.min(width, 4)));
    }
    throw in.faultAt(
        start,
        "samples are "
            + codeName(code)
            + " of "
            + bits
            + " bits, expected PCM of 1 to 32 bits or float of 32 or 64; convert the file first");
  }

  private static String codeName(int code) {
    return switch (code) {
      case PCM -> "PCM";
      case FLOAT -> "float";
      case 2, 0x11 -> "ADPCM";
      case 6 -> "A-law";
      case 7 -> "µ-law";
      case 0x50, 0x55 -> "MPEG audio";
      default -> "format 0x" + Integer.toHexString(code);
    };
  }

  private static int u16(ByteBuffer body) {
    return body.getShort() & 0xFFFF;
  }

  /// The body of the chunk; extensible for more than two channels or than 16 bits, where the plain
  /// form is ambiguous.
  byte[] encode() {
    boolean isExtensible = channels > 2 || (!format.isFloat() && format.bytes() > 2);
    var body =
        ByteBuffer.allocate(isExtensible ? EXTENSIBLE_SIZE : format.isFloat() ? 18 : SHORT_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN);
    int code = format.isFloat() ? FLOAT : PCM;
    body.putShort((short) (isExtensible ? EXTENSIBLE : code)).putShort((short) channels);
    body.putInt(sampleRate).putInt((int) Math.min((long) sampleRate * frameBytes, 0xFFFFFFFFL));
    body.putShort((short) frameBytes).putShort((short) (8 * format.bytes()));
    if (isExtensible) {
      body.putShort((short) 22).putShort((short) (8 * format.bytes())).putInt(speakers());
      body.putShort((short) code).putInt((int) GUID_HIGH).putShort((short) (GUID_HIGH >> 32));
      body.putLong(GUID_LOW);
    }
    return body.array(); // a float's last two bytes: no extension
  }

  /// The usual loudspeakers of so many channels; 0, none in particular, where there are none.
  private int speakers() {
    return switch (channels) {
      case 1 -> 0x4; // front centre
      case 2 -> 0x3; // front left and right
      case 3 -> 0x7;
      case 4 -> 0x33; // and back left and right
      case 5 -> 0x37;
      case 6 -> 0x3F; // and low frequency
      case 7 -> 0x13F;
      case 8 -> 0x63F;
      default -> 0;
    };
  }
}
