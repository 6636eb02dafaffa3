package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;

/// The analyses that measures share, each computed once.
///
/// @param spectra of 2048 frames every 512, for timbre
record Hearing(
    Spectra spectra, SpectralShape shape, Envelope envelope, Onsets onsets, PitchTrack pitch) {
  static Hearing of(Pcm sound, double pitchesPerSecond) {
    var spectra = Spectra.of(sound, 2048, 512);
    return new Hearing(
        spectra,
        SpectralShape.of(spectra),
        Envelope.of(sound),
        Onsets.of(Spectra.of(sound.toMono(), 1024, 256)),
        PitchTrack.of(sound, pitchesPerSecond));
  }
}
