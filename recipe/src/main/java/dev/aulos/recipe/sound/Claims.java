package dev.aulos.recipe.sound;

import java.util.Optional;
import java.util.OptionalDouble;

/// What a caption says about a sound, as far as it says so; all of it is true of the sound.
///
/// @param kind what it is; always known, whether the caption has the word or a synonym
/// @param bpm beats per minute
/// @param pitchHz fundamental frequency of the note named, in Hz (equal temperament, A4 = 440)
/// @param place where in the stereo image
/// @param brightness which end of the spectrum
/// @param loudness how loud
/// @param seconds how long the item is; what the model is conditioned on, said or not
public record Claims(
    Kind kind,
    OptionalDouble bpm,
    OptionalDouble pitchHz,
    Optional<Place> place,
    Optional<Brightness> brightness,
    Optional<Loudness> loudness,
    double seconds) {}
