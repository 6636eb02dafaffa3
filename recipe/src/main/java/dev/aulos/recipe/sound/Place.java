package dev.aulos.recipe.sound;

/// Where in the stereo image a sound is.
public enum Place {
  LEFT,
  CENTRE,
  RIGHT,
  /// Different in both channels.
  WIDE,
  LEFT_TO_RIGHT,
  RIGHT_TO_LEFT
}
