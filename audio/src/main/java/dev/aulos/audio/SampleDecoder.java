package dev.aulos.audio;

/// Stored samples to floats: integers are divided by the power of two that is their full scale.
final class SampleDecoder {
  private final SampleFormat format;
  private final boolean isBigEndian;
  private final boolean isSigned8;

  private SampleDecoder(SampleFormat format, boolean isBigEndian, boolean isSigned8) {
    this.format = format;
    this.isBigEndian = isBigEndian;
    this.isSigned8 = isSigned8;
  }

  /// Little-endian samples, bytes unsigned, as in WAV.
  static SampleDecoder wav(SampleFormat format) {
    return new SampleDecoder(format, false, false);
  }

  /// Samples as in AIFF: bytes signed, and the other byte order unless it says `sowt`.
  static SampleDecoder aiff(SampleFormat format, boolean isBigEndian) {
    return new SampleDecoder(format, isBigEndian, true);
  }

  /// Decodes interleaved bytes into planar channels from frame `at`.
  void decode(byte[] bytes, int frames, float[][] channels, int at) {
    int from = 0;
    for (int i = at; i < at + frames; i++) {
      for (var channel : channels) {
        channel[i] = value(bits(bytes, from));
        from += format.bytes();
      }
    }
  }

  private long bits(byte[] bytes, int at) {
    int size = format.bytes();
    long bits = 0;
    for (int b = 0; b < size; b++) {
      int position = isBigEndian ? at + b : at + size - 1 - b;
      bits = bits << 8 | (bytes[position] & 0xFF);
    }
    return bits;
  }

  private float value(long bits) {
    return switch (format) {
      case PCM_8 -> isSigned8 ? (byte) bits / 128f : (bits - 128) / 128f;
      case PCM_16 -> (short) bits / 32768f;
      case PCM_24 -> ((int) bits << 8 >> 8) / 8388608f;
      case PCM_32 -> (float) ((int) bits / 2147483648.0);
      case FLOAT_32 -> Float.intBitsToFloat((int) bits);
      case FLOAT_64 -> (float) Double.longBitsToDouble(bits);
    };
  }
}
