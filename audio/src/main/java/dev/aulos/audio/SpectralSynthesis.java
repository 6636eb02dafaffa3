package dev.aulos.audio;

import static dev.aulos.audio.SpectralLayout.BANDS;
import static dev.aulos.audio.SpectralLayout.HOP;
import static dev.aulos.audio.SpectralLayout.SIZE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes sound of descriptions ([SpectralLayout]), frame by frame as they come. Tones and clicks
/// get phases that fit their levels, noise is made anew; the same frames give the same sound, in
/// whatever pieces they come.
public final class SpectralSynthesis {
  private static final int REACH = BANDS.get(0).size(); // samples that a frame's window covers

  private final List<SpectralVoice> voices = new ArrayList<>();
  private float[] held = new float[0]; // the last frame, whose successor is not known
  private float[][] open = new float[2][REACH]; // sound that is not complete
  private int made; // frames
  private int given; // frames

  /// At the start of a sound.
  public SpectralSynthesis() {
    for (int i = 0; i < BANDS.size(); i++) {
      voices.add(new SpectralVoice(i));
    }
  }

  /// Frames after a frame that its sound depends on.
  public static int reach() {
    return REACH / HOP / 2 + 1;
  }

  /// The sound of a whole description: two channels of frames·[SpectralLayout#HOP] samples.
  public static float[][] of(float[] numbers) {
    var synthesis = new SpectralSynthesis();
    var first = synthesis.add(numbers);
    var rest = synthesis.finish();
    var sound = new float[2][];
    for (int c = 0; c < 2; c++) {
      sound[c] = Arrays.copyOf(first[c], first[c].length + rest[c].length);
      System.arraycopy(rest[c], 0, sound[c], first[c].length, rest[c].length);
    }
    return sound;
  }

  /// Takes the next frames (frames, [SpectralLayout#SIZE]) and gives both channels of what sound is
  /// complete by them.
  public float[][] add(float[] numbers) {
    if (numbers.length % SIZE != 0) {
      throw new IllegalArgumentException(
          numbers.length + " numbers, expected a multiple of " + SIZE);
    }
    for (int at = 0; at < numbers.length; at += SIZE) {
      var frame = Arrays.copyOfRange(numbers, at, at + SIZE);
      if (held.length > 0) {
        make(held, frame);
      }
      held = frame;
    }
    return take(Math.max(given, made - REACH / HOP / 2));
  }

  /// Both channels of the rest, after the last frame.
  public float[][] finish() {
    if (held.length > 0) {
      make(held, held);
      held = new float[0];
    }
    return take(made);
  }

  private void make(float[] frame, float[] after) {
    int needed = (made - given) * HOP + REACH;
    if (open[0].length < needed) {
      for (int c = 0; c < 2; c++) {
        open[c] = Arrays.copyOf(open[c], 2 * needed);
      }
    }
    for (var voice : voices) {
      voice.add(made, frame, after, open, given * HOP);
    }
    made++;
  }

  private float[][] take(int until) {
    int samples = (until - given) * HOP;
    var taken = new float[2][];
    for (int c = 0; c < 2; c++) {
      taken[c] = Arrays.copyOf(open[c], samples);
      System.arraycopy(open[c], samples, open[c], 0, open[c].length - samples);
      Arrays.fill(open[c], open[c].length - samples, open[c].length, 0);
    }
    given = until;
    return taken;
  }
}
