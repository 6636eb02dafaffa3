package dev.aulos.audio;

import static dev.aulos.audio.SpectralLayout.HOP;

import java.util.Arrays;

/// The sound of overlapping windows, added up until no window to come reaches it.
final class Overlap {
  private static final int MARGIN = RelaxedKernel.HALF_WIDTH;

  private final SpectralBand band;
  private final int every; // of how many samples the windows have one
  private final Resampler resampler;
  private final double[] squares; // of the window
  private final double whole; // what they add up to where all windows are
  private final float[][] open = new float[2][0]; // what is not taken, after a margin that is
  private int first = -MARGIN; // number of the first sample of those

  Overlap(SpectralVoice voice) {
    band = voice.band();
    every = voice.every();
    resampler = voice.resampler();
    squares = band.window();
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= squares[i];
    }
    whole = Arrays.stream(squares).sum() / HOP;
  }

  /// Adds the windows of so many frames, `frame` being the number of the first.
  void add(int frame, float[][][] windows, int count) {
    int size = band.size() / every;
    reserve(band.start(frame + count) / every - first + size);
    var sum = new float[size];
    for (int f = 0; f < count; f++) {
      int at = band.start(frame + f) / every - first;
      int from = Math.max(0, -at);
      for (int c = 0; c < open.length; c++) {
        System.arraycopy(open[c], at + from, sum, from, size - from);
        add(windows[f][c], sum);
        System.arraycopy(sum, from, open[c], at + from, size - from);
      }
    }
  }

  /// At one index of both: that is what loops are fast at.
  private static void add(float[] x, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += x[i];
    }
  }

  private void reserve(int samples) {
    for (int c = 0; c < open.length; c++) {
      if (open[c].length < samples) {
        open[c] = Arrays.copyOf(open[c], samples);
      }
    }
  }

  /// Gives the next samples, which are complete, and forgets them.
  ///
  /// @param start number of the first sample
  /// @param end number of the sample after the last
  /// @param frames how many there are in all
  float[][] take(int start, int end, int frames) {
    int samples = (end - start) / every;
    reserve(MARGIN + samples + MARGIN);
    var sound = resampler.apply(Pcm.owning(1, open), MARGIN * every, (MARGIN + samples) * every);
    var taken = new float[open.length][];
    for (int c = 0; c < open.length; c++) {
      taken[c] = sound.shared(c);
      mendEnds(taken[c], start, frames);
      int kept = open[c].length - samples;
      System.arraycopy(open[c], samples, open[c], 0, kept);
      Arrays.fill(open[c], kept, open[c].length, 0);
    }
    first += samples;
    return taken;
  }

  /// At both ends of a sound frames are missing that would reach it: those that there are stand for
  /// them.
  private void mendEnds(float[] sound, int start, int frames) {
    int steady = band.start(0) + band.size() - HOP; // where as many frames as ever are reached
    int end = band.start(frames);
    for (int t = 0; t < Math.min(sound.length, steady - start); t++) {
      sound[t] *= gain(start + t, frames);
    }
    for (int t = Math.max(0, Math.max(steady, end) - start); t < sound.length; t++) {
      sound[t] *= gain(start + t, frames);
    }
  }

  private float gain(int sample, int frames) {
    int last = Math.floorDiv(sample - band.start(0), HOP);
    int from = Math.max(0, last - band.size() / HOP + 1);
    double sum = 0;
    for (int frame = from; frame <= Math.min(frames - 1, last); frame++) {
      sum += squares[sample - band.start(frame)];
    }
    return (float) (whole / sum);
  }
}
