package dev.aulos.recipe.sound;

/// A sound with a caption.
///
/// @param samples left and right, at [Example#SAMPLE_RATE], in [-1, 1]
/// @param caption what a user might have typed to get it
/// @param claims what the caption says
public record Example(float[][] samples, String caption, Claims claims) {
  /// Samples per second.
  public static final int SAMPLE_RATE = 44_100;
}
