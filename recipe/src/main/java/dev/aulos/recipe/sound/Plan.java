package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

import java.util.Optional;

/// All that decides a sound, drawn before anything is computed or said about it.
///
/// @param seed what the finer draws start from
/// @param note MIDI number, or pitch class of a key; -1 without pitch
/// @param minor whether a key is minor
/// @param bpm beats per minute; 0 without tempo
/// @param place where it is
/// @param samples its length
record Plan(
    long seed,
    Kind kind,
    Variant variant,
    int note,
    boolean minor,
    int bpm,
    Place place,
    Optional<Brightness> brightness,
    Optional<Loudness> loudness,
    boolean reverb,
    int samples) {

  /// The plan of an example: the first draw that is not held out.
  static Plan of(long seed, Kind kind) {
    for (int attempt = 0; ; attempt++) {
      var plan = draw(seed, kind, attempt);
      if (!plan.isHeldOut()) {
        return plan;
      }
    }
  }

  /// One draw; kinds share none, so that equal seeds do not make them alike.
  static Plan draw(long item, Kind kind, int attempt) {
    long seed = Dice.mix(item * 64 + kind.name().hashCode());
    var dice = Dice.of(seed, 16 + attempt);
    var family = Catalogue.of(kind);
    var variant = dice.pick(family.variants());
    var pitch = family.pitch();
    int note = pitch.exists() ? dice.between(pitch.lowest(), pitch.highest()) : -1;
    boolean minor = pitch.keyed() && dice.chance(0.5);
    int bpm = bpm(kind, variant, dice);
    var place = place(family, dice);
    var brightness = brightness(family, dice);
    double loud = dice.uniform();
    var loudness =
        loud < 0.07
            ? Optional.of(Loudness.QUIET)
            : loud < 0.13 ? Optional.of(Loudness.LOUD) : Optional.<Loudness>empty();
    boolean reverb = dice.chance(0.12);
    int samples = samples(family, variant, bpm, dice);
    return new Plan(
        seed, kind, variant, note, minor, bpm, place, brightness, loudness, reverb, samples);
  }

  private static int bpm(Kind kind, Variant variant, Dice dice) {
    if (variant.highBpm() == 0) {
      return 0;
    }
    return kind.isPlayedInTime() && dice.chance(0.2)
        ? dice.between(60, 180)
        : dice.between(variant.lowBpm(), variant.highBpm());
  }

  private static Place place(Family family, Dice dice) {
    double where = dice.uniform();
    if (where < 0.07) {
      return Place.LEFT;
    }
    if (where < 0.14) {
      return Place.RIGHT;
    }
    if (where < 0.2) {
      return family.home() == Place.WIDE ? Place.CENTRE : Place.WIDE;
    }
    if (family.moves() && where < 0.34) {
      return where < 0.27 ? Place.LEFT_TO_RIGHT : Place.RIGHT_TO_LEFT;
    }
    return family.home();
  }

  private static Optional<Brightness> brightness(Family family, Dice dice) {
    double tilt = dice.uniform();
    if (!family.tilts() || tilt > 0.34) {
      return Optional.empty();
    }
    return Optional.of(tilt < 0.17 ? Brightness.DARK : Brightness.BRIGHT);
  }

  /// Mostly free of the tempo, so that a length does not give the tempo away.
  private static int samples(Family family, Variant variant, int bpm, Dice dice) {
    var length = family.length();
    double seconds =
        dice.chance(0.06)
            ? dice.uniform(length.longest(), length.extreme())
            : dice.uniform(length.shortest(), length.longest());
    if (bpm > 0 && family.kind() == Kind.DRUM_LOOP && dice.chance(0.3)) {
      double bar = 240.0 / bpm;
      seconds = Math.max(1, Math.round(seconds / bar)) * bar;
    }
    if (variant.saysTempo()) {
      seconds = Math.max(seconds, 240.0 / bpm);
    }
    return Channel.samples(Math.min(seconds, 11.4));
  }

  Plan withSamples(int length) {
    return new Plan(
        seed, kind, variant, note, minor, bpm, place, brightness, loudness, reverb, length);
  }

  double seconds() {
    return (double) samples / SAMPLE_RATE;
  }

  boolean isDark() {
    return brightness.filter(Brightness.DARK::equals).isPresent();
  }

  boolean isBright() {
    return brightness.filter(Brightness.BRIGHT::equals).isPresent();
  }

  /// One of the combinations kept for measuring: decided by a hash of what the plan claims.
  boolean isHeldOut() {
    var family = Catalogue.of(kind);
    String what = Catalogue.archetype(kind, variant) + "/";
    if (family.pitch().exists()) {
      return chosen(what + note + minor, 8);
    }
    if (variant.saysTempo()) {
      return chosen(what + bpm, 8);
    }
    int said = (place != family.home() ? 1 : 0) + (reverb ? 1 : 0);
    said += (brightness.isPresent() ? 1 : 0) + (loudness.isPresent() ? 1 : 0);
    return said > 1 && chosen(what + place + brightness + loudness + reverb, 3);
  }

  private static boolean chosen(String claims, int oneIn) {
    long hash = 77;
    for (int i = 0; i < claims.length(); i++) {
      hash = Dice.mix(hash + claims.charAt(i));
    }
    return Math.floorMod(hash, oneIn) == 0;
  }
}
