package dev.aulos.audio;

/// What a WAV file holds, without its samples.
///
/// @param frames the frames really there, which may be fewer than the file promises
/// @param isTruncated whether the file ends before what it promises
public record WavInfo(
    SampleFormat format,
    int sampleRate,
    int channels,
    long frames,
    boolean isTruncated,
    WavMetadata metadata) {
  /// The length in seconds.
  public double durationSeconds() {
    return frames / (double) sampleRate;
  }
}
