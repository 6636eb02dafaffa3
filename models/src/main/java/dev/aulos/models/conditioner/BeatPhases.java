package dev.aulos.models.conditioner;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Where in the bar each latent frame begins, for models that are told the tempo frame by frame: a
/// prompt names it as a number, and hits that fall between frames need more than a number.
///
/// A frame at beat φ has the channels 1, log₂(bpm / 120), then cosine and sine of 2πφ/4, 2πφ, 4πφ
/// and 8πφ: the places in the bar, the beat, the eighth and the sixteenth. Bars have four beats,
/// and the first begins with the sound. Without a tempo all channels are 0.
public final class BeatPhases {
  /// How many channels there are.
  public static final int CHANNELS = 10;

  /// The slowest tempo that is understood, in beats per minute.
  public static final double SLOWEST = 30;

  /// The fastest tempo that is understood, in beats per minute.
  public static final double FASTEST = 300;

  private static final double[] PER_BEAT = {0.25, 1, 2, 4};
  private static final double MIDDLE = 120;
  private static final Pattern TEMPO =
      Pattern.compile(
          "(?<![\\d.])(\\d{2,3}(?:\\.\\d{1,3})?)[\\s-]*(?:bpm\\b|beats?[\\s-]+(?:per|a)[\\s-]+minute)",
          Pattern.CASE_INSENSITIVE);

  private BeatPhases() {}

  /// The tempo that a prompt names in beats per minute: the first number before "BPM" or "beats per
  /// minute" that is from [#SLOWEST] to [#FASTEST].
  public static OptionalDouble tempo(String prompt) {
    var named = TEMPO.matcher(prompt);
    while (named.find()) {
      double bpm = Double.parseDouble(named.group(1));
      if (bpm >= SLOWEST && bpm <= FASTEST) {
        return OptionalDouble.of(bpm);
      }
    }
    return OptionalDouble.empty();
  }

  /// The tempo that a prompt names, or another where it names none.
  public static OptionalDouble tempo(String prompt, OptionalDouble otherwise) {
    var named = tempo(prompt);
    return named.isPresent() ? named : otherwise;
  }

  /// The channels of items, (items, CHANNELS, frames): zeros where there is no tempo.
  ///
  /// @param tempos in beats per minute
  /// @param starts of each item's first frame, in seconds from the first beat
  /// @param secondsPerFrame how far apart frames are
  public static NdArray of(
      List<OptionalDouble> tempos, double[] starts, double secondsPerFrame, int frames) {
    var all = NdArray.zeros(DType.F32, tempos.size(), CHANNELS, frames);
    for (int i = 0; i < starts.length; i++) {
      var bpm = tempos.get(i);
      if (bpm.isPresent()) {
        var phases = of(bpm.getAsDouble(), starts[i], secondsPerFrame, frames);
        all.floats(i * phases.length, (i + 1) * phases.length).put(phases);
      }
    }
    return all;
  }

  /// The channels of frames, one after another: CHANNELS · frames.
  ///
  /// @param bpm beats per minute
  /// @param start of the first frame, in seconds from the first beat
  /// @param secondsPerFrame how far apart frames are
  public static float[] of(double bpm, double start, double secondsPerFrame, int frames) {
    var values = new float[CHANNELS * frames];
    for (int i = 0; i < frames; i++) {
      values[i] = 1;
      values[frames + i] = (float) (Math.log(bpm / MIDDLE) / Math.log(2));
      double beat = (start + i * secondsPerFrame) * bpm / 60;
      for (int k = 0; k < PER_BEAT.length; k++) {
        double angle = 2 * Math.PI * PER_BEAT[k] * beat;
        values[(2 + 2 * k) * frames + i] = (float) StrictMath.cos(angle);
        values[(3 + 2 * k) * frames + i] = (float) StrictMath.sin(angle);
      }
    }
    return values;
  }
}
