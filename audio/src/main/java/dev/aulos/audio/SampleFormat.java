package dev.aulos.audio;

/// How a file stores one sample.
public enum SampleFormat {
  /// Unsigned bytes; 128 is zero.
  PCM_8(1, false),
  /// Integers of 16 bits.
  PCM_16(2, false),
  /// Integers of 24 bits.
  PCM_24(3, false),
  /// Integers of 32 bits.
  PCM_32(4, false),
  /// IEEE 754 floats of 32 bits: what [Pcm] holds, bit for bit.
  FLOAT_32(4, true),
  /// IEEE 754 floats of 64 bits.
  FLOAT_64(8, true);

  private final int bytes;
  private final boolean isFloat;

  SampleFormat(int bytes, boolean isFloat) {
    this.bytes = bytes;
    this.isFloat = isFloat;
  }

  /// The bytes of a sample.
  public int bytes() {
    return bytes;
  }

  /// Whether samples are floats, so that values beyond ±1 survive.
  public boolean isFloat() {
    return isFloat;
  }

  /// The integer that stands for 1.
  double fullScale() {
    return Math.scalb(1.0, 8 * bytes - 1);
  }

  /// The integer format of a width.
  static SampleFormat integer(int bytes) {
    return switch (bytes) {
      case 1 -> PCM_8;
      case 2 -> PCM_16;
      case 3 -> PCM_24;
      case 4 -> PCM_32;
      default -> throw new IllegalArgumentException("no integer format of " + bytes + " bytes");
    };
  }
}
