package dev.aulos.recipe.sound;

/// Which end of the spectrum a sound leans to, against others of its kind.
public enum Brightness {
  DARK,
  BRIGHT
}
