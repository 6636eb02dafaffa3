package dev.aulos.train.data;

import java.util.Arrays;

/// The landmarks of a sound: pairs of spectral peaks, each a hash of both frequencies and the time
/// between, and the frame it stands at (Wang, "An Industrial-Strength Audio Search Algorithm",
/// 2003).
///
/// A peak is the loudest cell within 10 bins and 4 frames of it, and no more than 40 dB below the
/// loudest within two seconds. Each is paired with the next few peaks of its own frame and of the
/// second and a half after it, within 63 bins.
final class Constellation {
  private static final int NEAR_BINS = 10;
  private static final int NEAR_FRAMES = 4;
  private static final int LOUDEST_FRAMES = 86;
  private static final float RANGE_DB = 40;
  private static final float AUDIBLE_DB = -80; // of a sine at full scale
  private static final float FULL_SCALE_DB = 48; // of a sine at full scale under this window
  private static final int LOWEST_BIN = 5;
  private static final int FAN_OUT = 7;
  private static final int MAX_TOGETHER = 3; // pairs within one frame, of what sounds at once
  private static final int MAX_BINS_APART = 63;
  private static final int MAX_FRAMES_APART = 63;

  private final float[][] levels; // (t, k), dB
  private int[] peaks = new int[64]; // t·1024 + k, by t, then k
  private int count;

  Constellation(float[][] levels) {
    this.levels = levels;
    findPeaks();
  }

  private void findPeaks() {
    var loudest = slidingMaximum(frameMaxima(), LOUDEST_FRAMES);
    for (int t = 0; t < levels.length; t++) {
      float least = Math.max(loudest[t] - RANGE_DB, FULL_SCALE_DB + AUDIBLE_DB);
      for (int k = LOWEST_BIN; k < FingerprintFrames.BINS - 1; k++) {
        if (levels[t][k] >= least && isPeak(t, k)) {
          add(t * 1024 + k);
        }
      }
    }
  }

  private boolean isPeak(int t, int k) {
    float level = levels[t][k];
    if (level <= levels[t][k - 1] || level < levels[t][k + 1]) { // most cells end here
      return false;
    }
    int from = Math.max(0, k - NEAR_BINS);
    int to = Math.min(FingerprintFrames.BINS - 1, k + NEAR_BINS);
    int last = Math.min(levels.length - 1, t + NEAR_FRAMES);
    for (int u = Math.max(0, t - NEAR_FRAMES); u <= last; u++) {
      for (int j = from; j <= to; j++) {
        if (levels[u][j] > level || (levels[u][j] == level && u < t)) {
          return false;
        }
      }
    }
    return true;
  }

  private float[] frameMaxima() {
    var maxima = new float[levels.length];
    for (int t = 0; t < maxima.length; t++) {
      float maximum = Float.NEGATIVE_INFINITY;
      for (int k = LOWEST_BIN; k < FingerprintFrames.BINS; k++) {
        maximum = Math.max(maximum, levels[t][k]);
      }
      maxima[t] = maximum;
    }
    return maxima;
  }

  private static float[] slidingMaximum(float[] values, int reach) {
    var maxima = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      float maximum = values[i];
      for (int j = Math.max(0, i - reach); j <= Math.min(values.length - 1, i + reach); j++) {
        maximum = Math.max(maximum, values[j]);
      }
      maxima[i] = maximum;
    }
    return maxima;
  }

  private void add(int peak) {
    if (count == peaks.length) {
      peaks = Arrays.copyOf(peaks, 2 * count);
    }
    peaks[count++] = peak;
  }

  /// The landmarks, each as [Landmark] packs it, in order of time.
  long[] landmarks() {
    var landmarks = new long[(FAN_OUT + MAX_TOGETHER) * count];
    int made = 0;
    for (int i = 0; i < count; i++) {
      made = pair(i, landmarks, made);
    }
    return Arrays.copyOf(landmarks, made);
  }

  private int pair(int anchor, long[] landmarks, int made) {
    int t = peaks[anchor] / 1024;
    int k = peaks[anchor] % 1024;
    int together = 0;
    int later = 0;
    for (int j = anchor + 1; j < count && later < FAN_OUT; j++) {
      int frames = peaks[j] / 1024 - t;
      int bins = peaks[j] % 1024 - k;
      if (frames > MAX_FRAMES_APART) {
        break;
      }
      if (Math.abs(bins) <= MAX_BINS_APART && (frames > 0 || together < MAX_TOGETHER)) {
        landmarks[made + together + later] = Landmark.of(k, bins, frames, t);
        together += frames == 0 ? 1 : 0;
        later += frames == 0 ? 0 : 1;
      }
    }
    return made + together + later;
  }
}
