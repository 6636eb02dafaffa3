package dev.aulos.audio;

/// How a float becomes an integer sample. Values beyond full scale are clamped in every case.
public sealed interface Quantization {
  /// To the nearest integer: a file's integers come back exactly when read and written again.
  record Nearest() implements Quantization {}

  /// To the nearest integer after triangular noise of ±1 is added, which turns distortion of faint
  /// sounds into faint hiss. The same seed gives the same file.
  record Dithered(long seed) implements Quantization {}

  /// Toward zero, after clamping and scaling by the largest integer (32767 for 16 bits), as the
  /// reference implementation does.
  record Truncated() implements Quantization {}
}
