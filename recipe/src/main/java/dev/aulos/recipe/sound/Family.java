package dev.aulos.recipe.sound;

import java.util.List;

/// What sounds of a kind have in common.
///
/// @param kind the kind
/// @param weight how often it is drawn, against the others
/// @param length how long its items are
/// @param pitch what names its pitch
/// @param home where it is unless its caption says otherwise
/// @param tilts whether it comes dark and bright
/// @param moves whether it can move across the image
/// @param nouns what the kind is called when its archetype is left open
/// @param variants its archetypes
record Family(
    Kind kind,
    double weight,
    Length length,
    Pitched pitch,
    Place home,
    boolean tilts,
    boolean moves,
    List<String> nouns,
    List<Variant> variants) {

  /// The usual range of lengths, in seconds, and the longest.
  record Length(double shortest, double longest, double extreme) {
    static final Length SHOT = new Length(0.7, 1.8, 4);
    static final Length HELD = new Length(1.5, 4.2, 8);
    static final Length LOOP = new Length(3, 6.5, 11.4);
  }

  /// What names the pitch: nothing, a note with its octave, or a key.
  record Pitched(int lowest, int highest, boolean keyed) {
    static final Pitched NONE = new Pitched(-1, -1, false);
    static final Pitched KEY = new Pitched(0, 11, true);

    static Pitched notes(int lowest, int highest) {
      return new Pitched(lowest, highest, false);
    }

    boolean exists() {
      return highest >= 0;
    }
  }

  static Family of(Kind kind, double weight, Length length, String nouns, Variant... all) {
    return new Family(
        kind,
        weight,
        length,
        Pitched.NONE,
        Place.CENTRE,
        false,
        false,
        List.of(nouns.split(", ")),
        List.of(all));
  }

  Family pitched(Pitched range) {
    return new Family(kind, weight, length, range, home, tilts, moves, nouns, variants);
  }

  Family tilting() {
    return new Family(kind, weight, length, pitch, home, true, moves, nouns, variants);
  }

  Family moving() {
    return new Family(kind, weight, length, pitch, home, tilts, true, nouns, variants);
  }

  Family wide() {
    return new Family(kind, weight, length, pitch, Place.WIDE, tilts, moves, nouns, variants);
  }
}
