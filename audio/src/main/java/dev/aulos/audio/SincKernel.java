package dev.aulos.audio;

/// The taps of a [Resampler], by phase: output frame `j·phases + phase` is the sum of its row's
/// taps times the input frames from `j·step + first(phase)` on.
sealed interface SincKernel permits HannKernel, KaiserKernel, RelaxedKernel {
  /// About how many taps a row has.
  int taps();

  /// The first input frame of a phase's row, relative.
  int first(int phase);

  /// A phase's taps.
  double[] row(int phase);

  /// sin(πx)/(πx).
  static double sinc(double x) {
    double angle = Math.PI * x;
    return x == 0 ? 1 : Math.sin(angle) / angle;
  }
}
