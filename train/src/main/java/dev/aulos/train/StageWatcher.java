package dev.aulos.train;

/// Told how far a stage of some work is.
@FunctionalInterface
public interface StageWatcher {
  /// `done` of `total` pieces in the stage of this name.
  void at(String stage, long done, long total);
}
