package dev.aulos.audio;

import static dev.aulos.audio.SpectralLayout.HOP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds where something begins within windows, which are longer than beginnings: one that reaches
/// over a beginning tells of what comes after it, and would make sound of that before it too.
///
/// Where the power of all bands has risen to [#RISE] times what it was within a window's length,
/// each frame's rise is the part of the window that went past the beginning. So the mean time of
/// the rises is that of the beginning, and how far they spread tells how sudden it was.
final class Attacks {
  private static final double RISE = 8;
  private static final double ARRIVED = 1.26; // rises by less are none: 1 dB
  private static final double LITTLE = 0.004; // of what has risen, from where a rise began
  private static final double SPREAD = 0.125; // of the rises of a sudden one, over the window
  private static final double THREE = 2.0 / 3; // variance of three frames alike
  private static final double EARLY = 0.119; // that what is soon gone seems, over the window
  private static final double UNSURE = 0.2; // frames

  private final int window; // in frames
  private final double sudden; // variance of the rises, in frames squared
  private List<Frame> frames = List.of();
  private double[] sums = new double[0]; // of the powers, by frame
  private int first; // number of the first of those frames

  Attacks(SpectralBand band) {
    window = band.size() / HOP;
    sudden = Math.pow(SPREAD * window, 2) + 1.0 / 12;
  }

  /// What is looked at of a frame.
  ///
  /// @param powers above 0, by band
  /// @param noise the share of noise in all, which descriptions spread over three frames
  record Frame(double[] powers, double noise) {}

  /// A beginning that a frame's window reaches over.
  ///
  /// @param start the sample of the window where it is
  /// @param gains by band, what makes the frame's amplitudes those from before it
  record Attack(int start, double[] gains) {}

  /// Frames after a frame that its attack depends on.
  static int ahead(SpectralBand band) {
    return band.size() / HOP + 2;
  }

  /// Takes the frames from number `from` on, some of which may have been taken before.
  void look(int from, List<Frame> next) {
    int known = Math.min(frames.size(), from - first);
    int kept = Math.min(known, 2 * window + 2);
    var all = new ArrayList<>(frames.subList(known - kept, known));
    all.addAll(next);
    frames = all;
    first = from - kept;
    sums = all.stream().mapToDouble(frame -> Arrays.stream(frame.powers).sum()).toArray();
  }

  /// What begins within the window of a frame; of several the one that rises most.
  Optional<Attack> of(int frame) {
    int f = frame - first;
    Optional<Attack> found = Optional.empty();
    double most = 0;
    for (int top = f - window; top <= Math.min(f + window + 1, sums.length - 2); top++) {
      if (hasArrived(top) && !hasArrived(top - 1)) {
        int base = base(top);
        double start = start(base, top) - (f - 0.5 * window);
        double rise = sums[top] / sums[base];
        if (start > 0 && start < window && rise > most) {
          most = rise;
          found = Optional.of(new Attack((int) (start * HOP), gains(base, f)));
        }
      }
    }
    return found;
  }

  private boolean hasArrived(int top) {
    if (top <= window || sums[top + 1] >= ARRIVED * sums[top]) {
      return false;
    }
    int base = base(top);
    return sums[top] >= RISE * sums[base] && !isSlow(base, top);
  }

  /// Whether it rose for longer than what is sudden does.
  private boolean isSlow(int base, int top) {
    return sums[base] > LITTLE * sums[top] && sums[base - 1] < sums[base] / 2;
  }

  /// The quietest frame within a window's length before, of several the last one.
  private int base(int top) {
    int base = top - 1;
    for (int f = top - 2; f >= top - window; f--) {
      base = sums[f] < sums[base] ? f : base;
    }
    return base;
  }

  /// When it began, in frames: rather too early than too late.
  private double start(int base, int top) {
    double all = 0;
    double mean = 0;
    double square = 0;
    for (int f = base + 1; f <= top; f++) {
      double rise = Math.max(0, sums[f] - sums[f - 1]);
      double at = f - 0.5;
      all += rise;
      mean += rise * at;
      square += rise * at * at;
    }
    mean /= all;
    double noise = frames.get(top).noise;
    double late = Math.max(0, square / all - mean * mean - sudden - noise * THREE);
    int half = Math.min(sums.length - 1, top + window / 2);
    double gone = 1 - Math.min(1, sums[half] / sums[top]);
    return mean + EARLY * window * gone * gone - UNSURE * (1 - noise) - 2 * Math.sqrt(late);
  }

  private double[] gains(int base, int frame) {
    var before = frames.get(base).powers;
    var now = frames.get(frame).powers;
    var gains = new double[now.length];
    for (int i = 0; i < gains.length; i++) {
      gains[i] = Math.sqrt(Math.min(1, before[i] / now[i]));
    }
    return gains;
  }
}
