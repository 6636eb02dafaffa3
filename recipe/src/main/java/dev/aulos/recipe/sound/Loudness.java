package dev.aulos.recipe.sound;

/// How loud a sound is.
public enum Loudness {
  QUIET,
  LOUD
}
