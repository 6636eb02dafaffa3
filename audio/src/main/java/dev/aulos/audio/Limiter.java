package dev.aulos.audio;

/// A peak limiter that looks ahead: before a peak beyond the ceiling the gain goes down smoothly,
/// and after it comes back. Softer passages stay as they are, bit for bit.
///
/// One gain for all channels, so the image does not move. Peaks between samples count too, found by
/// fourfold oversampling; no sample leaves beyond the ceiling, and what is between them by at most
/// a few tenths of a decibel.
///
/// @param ceilingDb the level that is not passed; 0 dB is full scale
/// @param lookAheadSeconds the time to go down
/// @param releaseSeconds the time constant of coming back
public record Limiter(double ceilingDb, double lookAheadSeconds, double releaseSeconds)
    implements Conditioner {
  private static final int OVERSAMPLING = 4;
  private static final int BLOCK_FRAMES = 64;

  /// Requires times of 0 to 1 and 0 to 10 seconds.
  public Limiter {
    if (!Double.isFinite(ceilingDb)
        || !(lookAheadSeconds >= 0 && lookAheadSeconds <= 1)
        || !(releaseSeconds >= 0 && releaseSeconds <= 10)) {
      throw new IllegalArgumentException(
          "ceiling "
              + ceilingDb
              + " dB, look-ahead "
              + lookAheadSeconds
              + " s, release "
              + releaseSeconds
              + " s: expected a finite level, 0 to 1 s, 0 to 10 s");
    }
  }

  /// A limiter to a level, with 5 ms to go down and 80 ms to come back.
  public static Limiter to(double ceilingDb) {
    return new Limiter(ceilingDb, 0.005, 0.08);
  }

  @Override
  public Pcm apply(Pcm sound) {
    if (sound.hasNonFinite()) {
      throw new IllegalArgumentException(
          "a sound with infinite or undefined samples cannot be limited; SignalReport says where");
    }
    var gain = gain(sound);
    float ceiling = (float) Decibels.toFactor(ceilingDb);
    var limited = new float[sound.channels()][];
    for (int c = 0; c < limited.length; c++) {
      limited[c] = sound.channel(c);
      for (int i = 0; i < gain.length; i++) {
        if (gain[i] < 1) {
          float x = (float) (limited[c][i] * gain[i]);
          limited[c][i] = Math.max(-ceiling, Math.min(ceiling, x)); // the last bit of rounding
        }
      }
    }
    return Pcm.owning(sound.sampleRate(), limited);
  }

  /// The gain of every frame: what each peak needs, held, released, and smoothed over the time the
  /// limiter looks ahead. The mean of values none of which is above what a peak needs is not
  /// either.
  double[] gain(Pcm sound) {
    int ahead = (int) Math.round(lookAheadSeconds * sound.sampleRate());
    var needed = neededGain(sound);
    var held = SlidingMinimum.of(needed, ahead);
    release(held, sound.sampleRate());
    return trailingMean(held, ahead + 1);
  }

  private double[] neededGain(Pcm sound) {
    double ceiling = Decibels.toFactor(ceilingDb);
    var needed = peaks(sound, ceiling);
    for (int i = 0; i < needed.length; i++) {
      needed[i] = needed[i] > ceiling ? ceiling / needed[i] : 1;
    }
    return needed;
  }

  /// The largest magnitude of any channel at each frame, or between it and its neighbours; 0 where
  /// it cannot be above the ceiling, which most of a sound shows without a look between its
  /// samples.
  private static double[] peaks(Pcm sound, double ceiling) {
    var peaks = new double[sound.frames()];
    var oversampler = Resampler.reference(1, OVERSAMPLING);
    double harmless = ceiling / oversampler.gain();
    for (int c = 0; c < sound.channels(); c++) {
      var x = sound.shared(c);
      var channel = Pcm.owning(1, new float[][] {x});
      for (int start = 0; start < peaks.length; start += BLOCK_FRAMES) {
        int end = Math.min(start + BLOCK_FRAMES, peaks.length);
        if (isAbove(harmless, x, start - oversampler.taps(), end + oversampler.taps())) {
          var fine = oversampler.apply(channel, OVERSAMPLING * start, OVERSAMPLING * end);
          raise(peaks, fine, start);
          for (int i = start; i < end; i++) {
            peaks[i] = Math.max(peaks[i], Math.abs(x[i]));
          }
        }
      }
    }
    return peaks;
  }

  private static boolean isAbove(double magnitude, float[] x, int from, int to) {
    for (int i = Math.max(0, from); i < Math.min(x.length, to); i++) {
      if (Math.abs(x[i]) > magnitude) {
        return true;
      }
    }
    return false;
  }

  private static void raise(double[] peaks, Pcm fine, int start) {
    for (int k = 0; k < fine.frames(); k++) {
      int frame = start + k / OVERSAMPLING;
      int after = Math.min(frame + (k % OVERSAMPLING == 0 ? 0 : 1), peaks.length - 1);
      double magnitude = Math.abs(fine.at(0, k));
      peaks[frame] = Math.max(peaks[frame], magnitude);
      peaks[after] = Math.max(peaks[after], magnitude);
    }
  }

  /// Lets the gain rise toward 1 no faster than the release allows.
  private void release(double[] gain, int sampleRate) {
    double left = releaseSeconds == 0 ? 0 : Math.exp(-1 / (releaseSeconds * sampleRate));
    double before = 1;
    for (int i = 0; i < gain.length; i++) {
      double risen = 1 - (1 - before) * left;
      before = Math.min(gain[i], risen > 1 - 1e-6 ? 1 : risen);
      gain[i] = before;
    }
  }

  /// The mean of each value and the ones before it; the first value stands before the first.
  private static double[] trailingMean(double[] x, int length) {
    var mean = new double[x.length];
    double sum = x.length == 0 ? 0 : (1 - x[0]) * length; // of how far the last ones are below 1
    int lowered = x.length == 0 || x[0] == 1 ? 0 : length; // how many of them are
    for (int i = 0; i < x.length; i++) {
      double leaving = x[Math.max(0, i - length)];
      lowered += (x[i] < 1 ? 1 : 0) - (leaving < 1 ? 1 : 0);
      sum = lowered == 0 ? 0 : sum + leaving - x[i];
      mean[i] = lowered == 0 ? 1 : Math.min(1, 1 - sum / length);
    }
    return mean;
  }
}
