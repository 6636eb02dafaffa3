package dev.aulos.models.oobleck;

/// A half-open range of positions in time.
public record Span(long start, long end) {
  /// The number of positions.
  public long length() {
    return end - start;
  }

  /// The part of this range inside `0 ≤ i < length`.
  public Span within(long length) {
    return new Span(Math.max(0, start), Math.min(length, end));
  }
}
