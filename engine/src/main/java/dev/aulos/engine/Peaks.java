package dev.aulos.engine;

/// What to do with sound that exceeds ±1.
public enum Peaks {
  /// Pull down the moments that exceed, gently and ahead of time.
  LIMIT,
  /// Scale the whole sound so that its peak is 1, also where it is softer.
  NORMALIZE,
  /// Leave it. Integer formats then clip.
  KEEP
}
