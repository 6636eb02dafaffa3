package dev.aulos.audio;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// A change of sample rate by any ratio of whole numbers: a windowed sinc, one row of taps for each
/// position an output frame can have between input frames. The sound is zero beyond its ends.
///
/// n frames become ⌈n·to/from⌉.
public final class Resampler {
  private static final long MAX_KEPT_TAPS = 1L << 22;
  private static final int BLOCK = 512; // frames

  private final int from;
  private final int to;
  private final int step; // input frames between output frames: step/phases
  private final int phases;
  private final SincKernel kernel;
  private final double[][] rows; // by phase; none if they are too many to keep
  private final int[] firsts; // by phase, the first input frame of its row
  private final int least; // of all rows' input frames, the first
  private final int beyond; // and the one after the last

  private Resampler(int from, int to, BiFunction<Integer, Integer, SincKernel> kernels) {
    if (from < 1 || to < 1) {
      throw new IllegalArgumentException(
          "rates are " + from + " and " + to + " Hz, expected at least 1 each");
    }
    this.from = from;
    this.to = to;
    int divisor = greatestCommonDivisor(from, to);
    this.step = from / divisor;
    this.phases = to / divisor;
    this.kernel = kernels.apply(step, phases);
    this.rows = (long) phases * kernel.taps() <= MAX_KEPT_TAPS ? allRows() : new double[0][];
    this.firsts = new int[rows.length];
    Arrays.setAll(firsts, kernel::first);
    least = Arrays.stream(firsts).min().orElse(0);
    beyond = IntStream.range(0, rows.length).map(p -> firsts[p] + rows[p].length).max().orElse(0);
  }

  /// A resampler for listening: flat to 0.92 of the lower rate's limit, and from that limit on 115
  /// dB down.
  public static Resampler of(int from, int to) {
    return new Resampler(from, to, KaiserKernel::of);
  }

  /// The resampler of the reference implementation (torchaudio's default), for the same numbers.
  public static Resampler reference(int from, int to) {
    return new Resampler(from, to, HannKernel::new);
  }

  /// A quick one to so many times the rate, for sounds that have nothing in the upper half of their
  /// spectrum. A frame of the result is made of [RelaxedKernel#HALF_WIDTH] frames either way.
  static Resampler relaxed(int factor) {
    return new Resampler(1, factor, (step, phases) -> new RelaxedKernel(phases));
  }

  private double[][] allRows() {
    var rows = new double[phases][];
    Arrays.setAll(rows, kernel::row);
    return rows;
  }

  /// How much greater than all samples a sample of the result may be.
  double gain() {
    double gain = 0;
    for (int phase = 0; phase < phases; phase++) {
      double sum = 0;
      for (double tap : kernel.row(phase)) {
        sum += Math.abs(tap);
      }
      gain = Math.max(gain, sum);
    }
    return gain;
  }

  /// About how many samples a sample of the result is made of.
  int taps() {
    return kernel.taps();
  }

  /// The frames that so many become.
  public int frames(int frames) {
    return Math.toIntExact(((long) frames * phases + step - 1) / step);
  }

  /// The sound at the new rate; the sound itself if the rates are the same.
  public Pcm apply(Pcm sound) {
    return from == to ? requireRate(sound) : apply(sound, 0, frames(sound.frames()));
  }

  /// The frames from `start` to `end` of the result; the same, to the bit, as in the whole.
  public Pcm apply(Pcm sound, int start, int end) {
    requireRate(sound);
    if (start < 0 || end < start || end > frames(sound.frames())) {
      throw new IllegalArgumentException(
          "frames " + start + " to " + end + " are not within " + frames(sound.frames()));
    }
    if (from == to) {
      return sound.slice(start, end);
    }
    var result = new float[sound.channels()][end - start];
    if (step == 1 && rows.length > 0) {
      for (int c = 0; c < result.length; c++) {
        raise(sound.shared(c), start, result[c]);
      }
    } else {
      resample(sound, start, result);
    }
    return Pcm.owning(to, result);
  }

  private void resample(Pcm sound, int start, float[][] result) {
    int phase = start % phases;
    int before = Math.toIntExact((long) start / phases * step);
    for (int i = 0; i < result[0].length; i++) {
      var row = rows.length > 0 ? rows[phase] : kernel.row(phase);
      int first = before + (rows.length > 0 ? firsts[phase] : kernel.first(phase));
      for (int c = 0; c < result.length; c++) {
        result[c][i] = (float) dot(row, sound.shared(c), first);
      }
      phase++;
      if (phase == phases) {
        phase = 0;
        before += step;
      }
    }
  }

  /// The same for a rate that is so many times the other: each phase's frames are sums of the sound
  /// moved by whole frames, and loops over arrays at one index are fast.
  private void raise(float[] x, int start, float[] result) {
    int from = start / phases;
    int frames = (int) (((long) start + result.length + phases - 1) / phases) - from;
    for (int at = 0; at < frames; at += BLOCK) {
      int count = Math.min(BLOCK, frames - at);
      var sums = new double[phases][count];
      for (int offset = least; offset < beyond; offset++) {
        var moved = moved(x, from + at + offset, count);
        for (int phase = 0; phase < phases; phase++) {
          int tap = offset - firsts[phase];
          if (tap >= 0 && tap < rows[phase].length) {
            add(rows[phase][tap], moved, sums[phase]);
          }
        }
      }
      for (int phase = 0; phase < phases; phase++) {
        for (int t = 0; t < count; t++) {
          int i = (from + at + t) * phases + phase - start;
          if (i >= 0 && i < result.length) {
            result[i] = (float) sums[phase][t];
          }
        }
      }
    }
  }

  /// So many frames, zero where there are none.
  private static float[] moved(float[] x, int start, int count) {
    var moved = new float[count];
    int first = Math.max(0, start);
    int last = Math.min(x.length, start + count);
    if (last > first) {
      System.arraycopy(x, first, moved, first - start, last - first);
    }
    return moved;
  }

  private static void add(double tap, float[] x, double[] sum) {
    for (int t = 0; t < sum.length; t++) {
      sum[t] += tap * x[t];
    }
  }

  private Pcm requireRate(Pcm sound) {
    if (sound.sampleRate() != from) {
      throw new IllegalArgumentException(
          "sound is at " + sound.sampleRate() + " Hz, this resampler starts from " + from);
    }
    return sound;
  }

  /// Σ row[k]·x[first+k] over what lies within x, in four sums that do not wait for each other.
  private static double dot(double[] row, float[] x, int first) {
    int k = Math.max(0, -first);
    int end = (int) Math.min(row.length, (long) x.length - first);
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (; k + 3 < end; k += 4) {
      a += row[k] * x[first + k];
      b += row[k + 1] * x[first + k + 1];
      c += row[k + 2] * x[first + k + 2];
      d += row[k + 3] * x[first + k + 3];
    }
    for (; k < end; k++) {
      a += row[k] * x[first + k];
    }
    return (a + b) + (c + d);
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
