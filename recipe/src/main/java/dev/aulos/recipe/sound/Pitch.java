package dev.aulos.recipe.sound;

/// Notes of the equal temperament by their MIDI numbers (A4 = 69 = 440 Hz).
final class Pitch {
  private static final String[] SHARPS = {
    "C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"
  };
  private static final String[] FLATS = {
    "C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"
  };

  private Pitch() {}

  static double hz(double midi) {
    return 440 * Math.pow(2, (midi - 69) / 12);
  }

  /// The pitch class as one writes it: `C#`, `Db`, `C sharp` or `D flat`.
  static String className(int midi, Dice dice) {
    int i = Math.floorMod(midi, 12);
    if (SHARPS[i].length() == 1) {
      return SHARPS[i];
    }
    double habit = dice.uniform();
    if (habit < 0.6) {
      return SHARPS[i];
    }
    if (habit < 0.8) {
      return FLATS[i];
    }
    return habit < 0.9 ? SHARPS[i].charAt(0) + " sharp" : FLATS[i].charAt(0) + " flat";
  }

  /// With its octave: `C#4`, `D flat 4`.
  static String name(int midi, Dice dice) {
    String name = className(midi, dice);
    return name + (name.length() > 2 ? " " : "") + (midi / 12 - 1);
  }
}
