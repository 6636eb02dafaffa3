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

  private final List<Part> parts = new ArrayList<>();
  private float[] held = new float[0]; // the last frame, whose successor is not known
  private int made; // frames
  private int given; // frames

  /// At the start of a sound.
  public SpectralSynthesis() {
    for (int i = 0; i < BANDS.size(); i++) {
      parts.add(new Part(new SpectralVoice(i)));
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
    var frames = new ArrayList<float[]>();
    if (held.length > 0) {
      frames.add(held);
    }
    for (int at = 0; at < numbers.length; at += SIZE) {
      frames.add(Arrays.copyOfRange(numbers, at, at + SIZE));
    }
    if (!frames.isEmpty()) {
      held = frames.get(frames.size() - 1);
      make(frames);
    }
    return take(Math.max(given, made - REACH / HOP / 2));
  }

  /// Both channels of the rest, after the last frame.
  public float[][] finish() {
    if (held.length > 0) {
      make(List.of(held, held));
      held = new float[0];
    }
    return take(made);
  }

  /// Makes the sound of all frames but the last, which the one before it needs. The windows know
  /// nothing of each other and take as long as each other, so that two processors share them.
  private void make(List<float[]> frames) {
    parts.parallelStream().forEach(part -> part.make(frames, made, given));
    made += frames.size() - 1;
  }

  private float[][] take(int until) {
    int samples = (until - given) * HOP;
    var taken = new float[2][samples];
    for (var part : parts) {
      part.take(taken, given * HOP, made);
    }
    given = until;
    return taken;
  }

  /// One window's share.
  private static final class Part {
    private final SpectralVoice voice;
    private final float[][] open = new float[2][REACH]; // sound that is not complete

    Part(SpectralVoice voice) {
      this.voice = voice;
    }

    /// @param from number of the first frame
    /// @param given frames whose sound is taken
    void make(List<float[]> frames, int from, int given) {
      int count = frames.size() - 1;
      int needed = (from + count - given) * HOP + REACH;
      for (int c = 0; c < 2; c++) {
        if (open[c].length < needed) {
          open[c] = Arrays.copyOf(open[c], needed);
        }
      }
      for (int i = 0; i < count; i++) {
        voice.add(from + i, frames.get(i), frames.get(i + 1), open, given * HOP);
      }
    }

    /// Adds what is complete, and forgets it.
    ///
    /// @param start number of the first sample
    /// @param frames how many there are in all
    void take(float[][] into, int start, int frames) {
      int samples = into[0].length;
      for (int t = 0; t < samples; t++) {
        float gain = voice.gain(start + t, frames);
        for (int c = 0; c < 2; c++) {
          into[c][t] += gain * open[c][t];
        }
      }
      for (int c = 0; c < 2; c++) {
        System.arraycopy(open[c], samples, open[c], 0, open[c].length - samples);
        Arrays.fill(open[c], open[c].length - samples, open[c].length, 0);
      }
    }
  }
}
