package dev.aulos.audio;

/// A stretch of time of a sound, in seconds; what lies beyond the end is left out.
record Span(double startSeconds, double seconds) {
  static final Span ALL = new Span(0, Double.POSITIVE_INFINITY);
  static final Span NOTHING = new Span(0, 0);

  Span {
    if (!(startSeconds >= 0) || !(seconds >= 0)) {
      throw new IllegalArgumentException(
          "a span starts and lasts at least 0 s, found "
              + startSeconds
              + " s and "
              + seconds
              + " s");
    }
  }

  long startFrame(int sampleRate) {
    return Math.round(startSeconds * sampleRate);
  }

  long frames(int sampleRate) {
    return Math.round(seconds * sampleRate); // saturates
  }
}
