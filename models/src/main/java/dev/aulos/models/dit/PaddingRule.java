package dev.aulos.models.dit;

/// What becomes of frames that are there only because other items of the batch are longer.
public enum PaddingRule {
  /// They count like all others.
  NONE,
  /// Self-attention sees their keys with values of zero: the reference on a processor.
  ZERO_VALUES,
  /// They take no part in self-attention and pass through feed-forward unchanged: the reference on
  /// a graphics card, and how the models were trained.
  DROP
}
