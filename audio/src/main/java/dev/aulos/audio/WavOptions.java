package dev.aulos.audio;

/// How a WAV file is written.
public record WavOptions(SampleFormat format, Quantization quantization, WavMetadata metadata) {
  /// Integers of 16 bits, dithered, without metadata.
  public static WavOptions pcm16() {
    return of(SampleFormat.PCM_16);
  }

  /// Integers of 24 bits without metadata.
  public static WavOptions pcm24() {
    return of(SampleFormat.PCM_24);
  }

  /// Floats of 32 bits, exactly those of the sound, without metadata.
  public static WavOptions float32() {
    return of(SampleFormat.FLOAT_32);
  }

  /// A format without metadata; 16 bits and fewer are dithered.
  public static WavOptions of(SampleFormat format) {
    var quantization =
        format.bytes() <= 2 ? new Quantization.Dithered(0) : new Quantization.Nearest();
    return new WavOptions(format, quantization, WavMetadata.empty());
  }

  /// The same with another rule for integers.
  public WavOptions withQuantization(Quantization quantization) {
    return new WavOptions(format, quantization, metadata);
  }

  /// The same with metadata.
  public WavOptions withMetadata(WavMetadata metadata) {
    return new WavOptions(format, quantization, metadata);
  }
}
