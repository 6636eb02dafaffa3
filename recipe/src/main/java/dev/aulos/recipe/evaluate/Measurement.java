package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;
import dev.aulos.audio.SignalReport;
import dev.aulos.recipe.sound.Example;
import dev.aulos.recipe.sound.Place;
import java.util.OptionalDouble;

/// What our signal analysis hears in one sound.
///
/// @param bpm beats per minute between 60 and 180; empty if too little begins
/// @param steadiness how much of what begins lies on one even grid, 0 to 1; empty if too little
///   begins
/// @param pitchHz the fundamental most of the sound has; empty if none of it is periodic
/// @param place where in the stereo image
/// @param brightnessHz the centroid of the spectrum
/// @param loudnessDb the level of the active part, relative to full scale
/// @param seconds the length of the file
/// @param activeEnd when the last moment within 50 dB of the loudest ends, in seconds
/// @param isSilent whether the peak is below −60 dB
/// @param isFinite whether every sample is a number; those that are not count as zero elsewhere
/// @param clippedShare the share of frames at or beyond full scale
/// @param features what [KindClassifier] and the measure of diversity go by
public record Measurement(
    OptionalDouble bpm,
    OptionalDouble steadiness,
    OptionalDouble pitchHz,
    Place place,
    double brightnessHz,
    double loudnessDb,
    double seconds,
    double activeEnd,
    boolean isSilent,
    boolean isFinite,
    double clippedShare,
    Features features) {
  private static final double PITCHES_PER_SECOND = 16;

  /// Measures a sound of left and right, `(2, n)`, at [Example#SAMPLE_RATE].
  ///
  /// @throws IllegalArgumentException if there is no channel, or channels differ in length
  public static Measurement of(float[][] samples) {
    var raw = Pcm.owning(Example.SAMPLE_RATE, samples);
    var signal = SignalReport.of(raw);
    var sound = signal.nonFinite() == 0 ? raw : Pcm.owning(Example.SAMPLE_RATE, finite(samples));
    var heard = Hearing.of(sound, PITCHES_PER_SECOND);
    return new Measurement(
        Tempo.of(heard.onsets()),
        Steadiness.of(heard.onsets()),
        heard.pitch().fundamental(),
        StereoImage.of(sound).place(),
        heard.shape().brightnessHz(),
        heard.envelope().activeDb(),
        sound.durationSeconds(),
        heard.envelope().end() / Envelope.RATE,
        signal.isSilent() || sound.isSilent(),
        signal.nonFinite() == 0,
        sound.frames() == 0 ? 0 : signal.clippedFrames() / (double) sound.frames(),
        Features.of(heard));
  }

  /// A copy in which what is no number is zero.
  static float[][] finite(float[][] samples) {
    var finite = new float[samples.length][];
    for (int c = 0; c < samples.length; c++) {
      finite[c] = samples[c].clone();
      for (int i = 0; i < finite[c].length; i++) {
        finite[c][i] = Float.isFinite(finite[c][i]) ? finite[c][i] : 0;
      }
    }
    return finite;
  }
}
