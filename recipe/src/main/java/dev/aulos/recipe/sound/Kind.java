package dev.aulos.recipe.sound;

/// What a sound is, in one word.
public enum Kind {
  TONE,
  CHORD,
  BASS,
  PLUCK,
  PAD,
  ARPEGGIO,
  MELODY,
  KICK,
  SNARE,
  HIHAT,
  CLAP,
  TOM,
  DRUM_LOOP,
  NOISE,
  RAIN,
  OCEAN,
  WIND,
  FIRE,
  THUNDER,
  ENGINE,
  SIREN,
  LASER,
  COIN,
  CLICK,
  BELL,
  CLOCK,
  HEARTBEAT,
  ALARM,
  RISER,
  IMPACT;

  /// Whether it is music at some tempo.
  public boolean isPlayedInTime() {
    return this == ARPEGGIO || this == MELODY || this == DRUM_LOOP;
  }

  /// Whether it is made of beats, so that its beginning alone does not show what it is.
  public boolean hasBeats() {
    return switch (this) {
      case ARPEGGIO, MELODY, DRUM_LOOP, CLOCK, HEARTBEAT, ALARM -> true;
      default -> false;
    };
  }
}
