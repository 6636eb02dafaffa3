package dev.aulos.recipe.sound;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a caption says about a sound, as far as it says so; all of it is true of the sound.
///
/// @param kind what it is; always known, whether the caption has the word or a synonym
/// @param archetype which of its kind, as [SoundWorld#archetypes()] has it
/// @param key of a chord or a tune: the pitch class from C = 0 on, 12 more for minor
/// @param bpm beats per minute
/// @param pitchHz fundamental frequency of the note named, in Hz (equal temperament, A4 = 440)
/// @param place where in the stereo image
/// @param brightness which end of the spectrum
/// @param loudness how loud
/// @param seconds how long the item is; what the model is conditioned on, said or not
public record Claims(
    Kind kind,
    Optional<String> archetype,
    OptionalInt key,
    OptionalDouble bpm,
    OptionalDouble pitchHz,
    Optional<Place> place,
    Optional<Brightness> brightness,
    Optional<Loudness> loudness,
    double seconds) {

  /// The claim to be of this kind and length, and no other.
  public static Claims of(Kind kind, double seconds) {
    return new Claims(
        kind,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        seconds);
  }

  /// These claims and an archetype.
  public Claims withArchetype(String said) {
    return new Claims(
        kind, Optional.of(said), key, bpm, pitchHz, place, brightness, loudness, seconds);
  }

  /// These claims and a key.
  public Claims withKey(int said) {
    return new Claims(
        kind, archetype, OptionalInt.of(said), bpm, pitchHz, place, brightness, loudness, seconds);
  }

  /// These claims and a tempo.
  public Claims withBpm(double said) {
    return new Claims(
        kind,
        archetype,
        key,
        OptionalDouble.of(said),
        pitchHz,
        place,
        brightness,
        loudness,
        seconds);
  }

  /// These claims and a frequency.
  public Claims withPitchHz(double said) {
    return new Claims(
        kind, archetype, key, bpm, OptionalDouble.of(said), place, brightness, loudness, seconds);
  }

  /// These claims and a place.
  public Claims with(Place said) {
    return new Claims(
        kind, archetype, key, bpm, pitchHz, Optional.of(said), brightness, loudness, seconds);
  }

  /// These claims and a brightness.
  public Claims with(Brightness said) {
    return new Claims(
        kind, archetype, key, bpm, pitchHz, place, Optional.of(said), loudness, seconds);
  }

  /// These claims and a loudness.
  public Claims with(Loudness said) {
    return new Claims(
        kind, archetype, key, bpm, pitchHz, place, brightness, Optional.of(said), seconds);
  }
}
