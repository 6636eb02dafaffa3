package dev.aulos.audio;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Phases for the magnitudes of overlapping windows, frame by frame: the gradient of the phase
/// follows from that of the logarithm of the magnitude, and is integrated from the loudest
/// coefficients outwards (Průša and Søndergaard, "Real-time spectrogram inversion using phase
/// gradient heap integration", DAFx 2016; here the heap knows levels to an eighth of a decibel).
///
/// Phases are those at the centre of the window.
final class PhaseField {
  private static final double HANN = 0.25645; // γ of a Hann window over its squared length
  private static final double RANGE = 14; // nepers below the loudest that are integrated
  private static final double NEVER = -1e3; // the logarithm before the first frame

  private final SpectralBand band;
  private final double slope; // of the phase's advance, by bin, for a change of the logarithm
  private final SplittableRandom random;
  private final Queue queue;
  private final boolean[] done;
  private double[] before; // logarithms of the last frame's magnitudes
  private double[] phases; // of the last frame
  private double[] advance; // per hop, of the last frame

  PhaseField(SpectralBand band, long seed) {
    this.band = band;
    slope = SpectralLayout.HOP / (HANN * band.size());
    random = new SplittableRandom(seed);
    queue = new Queue(2 * band.to());
    done = new boolean[band.to()];
    before = new double[band.to()];
    Arrays.fill(before, NEVER);
    phases = new double[band.to()];
    advance = new double[band.to()];
  }

  /// The phases of the frame whose magnitudes have the logarithms `now`, with those of the frame
  /// after it.
  double[] next(double[] now, double[] after) {
    int from = band.from();
    int to = band.to();
    var nowAdvance = new double[to];
    var across = new double[to]; // from bin to bin
    double loudest = NEVER;
    for (int k = from; k < to; k++) {
      double rise = now[Math.min(to - 1, k + 1)] - now[Math.max(from, k - 1)];
      nowAdvance[k] = 2 * Math.PI * SpectralLayout.HOP * k / band.size() + slope * 0.5 * rise;
      double past = before[k] == NEVER ? now[k] : before[k];
      across[k] = -0.5 * (after[k] - past) / slope;
      loudest = Math.max(loudest, Math.max(now[k], before[k]));
    }
    queue.clear(loudest);
    var result = new double[to];
    int open = 0;
    for (int k = from; k < to; k++) {
      done[k] = now[k] < loudest - RANGE;
      if (done[k]) {
        result[k] = random.nextDouble(2 * Math.PI);
      } else {
        open++;
        queue.add(before[k], k);
      }
    }
    integrate(now, nowAdvance, across, result, open);
    before = now;
    phases = result;
    advance = nowAdvance;
    return result;
  }

  /// Entries below `to` are bins of the last frame, others of this one.
  private void integrate(
      double[] now, double[] nowAdvance, double[] across, double[] result, int count) {
    int open = count;
    int to = band.to();
    while (open > 0) {
      int top = queue.poll();
      int k = top % to;
      if (top >= to) {
        for (int j = k - 1; j <= k + 1; j += 2) {
          if (j >= band.from() && j < to && !done[j]) {
            double step = 0.5 * (across[k] + across[j]);
            result[j] = result[k] + (j > k ? step : -step);
            done[j] = true;
            open--;
            queue.add(now[j], to + j);
          }
        }
      } else if (!done[k]) {
        boolean isFirst = before[k] == NEVER;
        result[k] = isFirst ? 0 : wrapped(phases[k] + 0.5 * (advance[k] + nowAdvance[k]));
        done[k] = true;
        open--;
        queue.add(now[k], to + k);
      }
    }
  }

  private static double wrapped(double phase) {
    return phase - 2 * Math.PI * Math.floor(phase / (2 * Math.PI));
  }

  /// Numbers by falling level, in steps of an eighth of a decibel; within a step the last one that
  /// was added comes first. Cleared before it is used.
  private static final class Queue {
    private static final int STEPS = 1024; // for the range; what is below it counts as its end
    private static final int NONE = -1;

    private final int[] first = new int[STEPS];
    private final int[] next; // of the same step, by number
    private final long[] taken = new long[STEPS / Long.SIZE]; // a bit for each step that has some
    private double loudest;

    Queue(int numbers) {
      next = new int[numbers];
    }

    /// Forgets all numbers; none will be louder than this.
    void clear(double level) {
      Arrays.fill(taken, 0);
      Arrays.fill(first, NONE);
      loudest = level;
    }

    void add(double level, int number) {
      int step = Math.max(0, STEPS - 1 - (int) ((loudest - level) * (STEPS / RANGE)));
      next[number] = first[step];
      first[step] = number;
      taken[step / Long.SIZE] |= 1L << step;
    }

    int poll() {
      int word = taken.length - 1;
      while (taken[word] == 0) {
        word--;
      }
      int step = Long.SIZE * (word + 1) - 1 - Long.numberOfLeadingZeros(taken[word]);
      int number = first[step];
      first[step] = next[number];
      if (first[step] == NONE) {
        taken[word] &= ~(1L << step);
      }
      return number;
    }
  }
}
