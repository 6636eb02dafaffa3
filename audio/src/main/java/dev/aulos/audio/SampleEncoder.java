package dev.aulos.audio;

import java.util.SplittableRandom;

/// Frames to little-endian bytes. Keeps the state of the dither, so one encoder serves one file,
/// and the bytes do not depend on how the sound is cut into blocks.
final class SampleEncoder {
  private final SampleFormat format;
  private final Quantization quantization;
  private final SplittableRandom noise;

  SampleEncoder(SampleFormat format, Quantization quantization) {
    this.format = format;
    this.quantization = quantization;
    this.noise =
        new SplittableRandom(quantization instanceof Quantization.Dithered d ? d.seed() : 0);
  }

  /// The bytes of `frames` frames from `start`.
  byte[] encode(Pcm sound, int start, int frames) {
    var bytes = new byte[Math.multiplyExact(frames * sound.channels(), format.bytes())];
    int at = 0;
    for (int i = start; i < start + frames; i++) {
      for (int c = 0; c < sound.channels(); c++) {
        put(bits(sound.at(c, i)), bytes, at);
        at += format.bytes();
      }
    }
    return bytes;
  }

  private long bits(float x) {
    return switch (format) {
      case PCM_8 -> quantized(x) + 128;
      case PCM_16, PCM_24, PCM_32 -> quantized(x);
      case FLOAT_32 -> Float.floatToRawIntBits(x);
      case FLOAT_64 -> Double.doubleToRawLongBits(x);
    };
  }

  private long quantized(float x) {
    double scale = format.fullScale();
    return switch (quantization) {
      case Quantization.Nearest n -> rounded(x * scale);
      case Quantization.Dithered d -> rounded(x * scale + noise.nextDouble() - noise.nextDouble());
      case Quantization.Truncated t -> truncated(x, scale - 1);
    };
  }

  /// The product rounded to a float before its fraction is cut off, as the reference's is.
  private static long truncated(float x, double scale) {
    return (long) Math.min(scale, (float) (Math.max(-1, Math.min(1, x)) * scale));
  }

  private long rounded(double value) {
    double scale = format.fullScale();
    return (long) Math.max(-scale, Math.min(scale - 1, Math.rint(value)));
  }

  private void put(long bits, byte[] bytes, int at) {
    for (int b = 0; b < format.bytes(); b++) {
      bytes[at + b] = (byte) (bits >>> (8 * b));
    }
  }
}
