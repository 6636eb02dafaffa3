package dev.aulos.recipe.evaluate;

import dev.aulos.audio.Pcm;
import java.util.Arrays;
import java.util.OptionalDouble;

/// The fundamental by time, by YIN (de Cheveigné and Kawahara 2002): the first deep dip of the
/// cumulative-mean-normalised difference of the sound and itself delayed.
///
/// At half the sample rate, in windows of 1024 values; 48 to 2100 Hz. A dip's position is refined
/// on the dip at its highest multiple, so high notes are as exact as low ones.
final class PitchTrack {
  private static final int WINDOW = 1024;
  private static final int LEAST_WINDOWS = 24;
  private static final int MOST_WINDOWS = 128;
  private static final double LOWEST_HZ = 48;
  private static final double HIGHEST_HZ = 2100;
  private static final double DEEP = 0.15;
  private static final double SILENT_DB = -80;

  private final double rate;
  private final double[] hertz;
  private final double[] aperiodicity; // 0 for a periodic sound, about 1 for noise
  private final double[] db; // relative to the loudest window

  private PitchTrack(double rate, double[] hertz, double[] aperiodicity, double[] db) {
    this.rate = rate;
    this.hertz = hertz;
    this.aperiodicity = aperiodicity;
    this.db = db;
  }

  /// The track of the louder channel, with `perSecond` windows a second, but 24 to 128 in all.
  static PitchTrack of(Pcm sound, double perSecond) {
    double rate = sound.sampleRate() / 2.0;
    var x = halved(sound, louder(sound));
    int longest = (int) Math.ceil(rate / LOWEST_HZ);
    int room = Math.max(0, x.length - WINDOW - longest - 2);
    double wanted = Math.max(LEAST_WINDOWS, room / rate * perSecond);
    int count = room == 0 ? 1 : (int) Math.min(MOST_WINDOWS, wanted);
    var track = new PitchTrack(rate, new double[count], new double[count], new double[count]);
    for (int i = 0; i < count; i++) {
      int start = count == 1 ? room / 2 : (int) ((long) room * i / (count - 1));
      track.find(x, start, longest, i);
    }
    track.relateLevels();
    return track;
  }

  private static int louder(Pcm sound) {
    int loudest = 0;
    double most = -1;
    for (int c = 0; c < sound.channels(); c++) {
      double sum = 0;
      for (int i = 0; i < sound.frames(); i++) {
        sum += (double) sound.at(c, i) * sound.at(c, i);
      }
      if (sum > most * 1.05) {
        most = sum;
        loudest = c;
      }
    }
    return loudest;
  }

  /// Every two values' mean; zeros follow so that a window fits.
  private static float[] halved(Pcm sound, int channel) {
    int least = WINDOW + (int) Math.ceil(sound.sampleRate() / 2.0 / LOWEST_HZ) + 4;
    var x = new float[Math.max(least, sound.frames() / 2)];
    for (int i = 0; i < sound.frames() / 2; i++) {
      x[i] = 0.5f * (sound.at(channel, 2 * i) + sound.at(channel, 2 * i + 1));
    }
    return x;
  }

  private void find(float[] x, int start, int longest, int i) {
    var dips = normalised(differences(x, start, longest));
    int tau = firstDeep(dips);
    aperiodicity[i] = Math.min(1, dips[tau]);
    hertz[i] = rate / refined(dips, tau);
    double sum = 0;
    for (int j = start; j < start + WINDOW + tau; j++) {
      sum += (double) x[j] * x[j];
    }
    db[i] = 10 * Math.log10(sum / (WINDOW + tau) + 1e-12);
    if (db[i] < SILENT_DB) {
      aperiodicity[i] = 1;
    }
  }

  /// The sum of squared differences by delay, in four sums that do not wait for one another.
  private static float[] differences(float[] x, int start, int longest) {
    var differences = new float[longest + 2];
    for (int tau = 1; tau < differences.length; tau++) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      for (int j = start; j < start + WINDOW; j += 4) {
        float d0 = x[j] - x[j + tau];
        float d1 = x[j + 1] - x[j + 1 + tau];
        float d2 = x[j + 2] - x[j + 2 + tau];
        float d3 = x[j + 3] - x[j + 3 + tau];
        s0 += d0 * d0;
        s1 += d1 * d1;
        s2 += d2 * d2;
        s3 += d3 * d3;
      }
      differences[tau] = s0 + s1 + (s2 + s3);
    }
    return differences;
  }

  private static double[] normalised(float[] differences) {
    var normalised = new double[differences.length];
    normalised[0] = 1;
    double sum = 1e-9;
    for (int tau = 1; tau < differences.length; tau++) {
      sum += differences[tau];
      normalised[tau] = differences[tau] * tau / sum;
    }
    return normalised;
  }

  /// The bottom of the first dip that is deep in itself and against the deepest, else the deepest.
  private int firstDeep(double[] dips) {
    int shortest = (int) (rate / HIGHEST_HZ);
    int deepest = shortest;
    for (int tau = shortest; tau < dips.length - 1; tau++) {
      deepest = dips[tau] < dips[deepest] ? tau : deepest;
    }
    double enough = Math.max(DEEP, dips[deepest] + 0.02);
    for (int tau = shortest; tau < dips.length - 1; tau++) {
      if (dips[tau] < enough && dips[tau] <= dips[tau + 1]) {
        return tau;
      }
    }
    return deepest;
  }

  /// The period in steps, between steps, from the dip at the highest multiple that is as deep.
  private static double refined(double[] dips, int tau) {
    double period = bottom(dips, tau);
    for (int times = 2; period * times < dips.length - 3; times++) {
      int near = nearestBottom(dips, (int) Math.round(period * times));
      double found = bottom(dips, near) / times;
      if (dips[near] > dips[tau] + 0.1 || Math.abs(found / period - 1) > 0.03) {
        break;
      }
      period = found;
    }
    return period;
  }

  private static int nearestBottom(double[] dips, int guess) {
    int best = guess;
    for (int tau = guess - 2; tau <= guess + 2; tau++) {
      best = dips[tau] < dips[best] ? tau : best;
    }
    return best;
  }

  /// The bottom of the parabola through a value and its neighbours.
  private static double bottom(double[] dips, int tau) {
    if (tau < 1 || tau + 1 >= dips.length) {
      return tau;
    }
    double left = dips[tau - 1];
    double right = dips[tau + 1];
    double bend = left - 2 * dips[tau] + right;
    double shift = bend <= 1e-12 ? 0 : 0.5 * (left - right) / bend;
    return tau + Math.max(-0.5, Math.min(0.5, shift));
  }

  private void relateLevels() {
    double loudest = Arrays.stream(db).max().orElse(0);
    Arrays.setAll(db, i -> db[i] - loudest);
  }

  int windows() {
    return hertz.length;
  }

  double hertz(int window) {
    return hertz[window];
  }

  double aperiodicity(int window) {
    return aperiodicity[window];
  }

  double db(int window) {
    return db[window];
  }

  /// Whether a window is loud and periodic enough to have a pitch.
  boolean isPitched(int window) {
    return db[window] > -35 && aperiodicity[window] < 0.35;
  }

  /// The pitch most of the pitched sound has, in Hz; empty if no window is pitched.
  OptionalDouble fundamental() {
    double best = 0;
    double bestHertz = 0;
    for (int i = 0; i < hertz.length; i++) {
      double weight = 0;
      double cents = 0;
      for (int j = 0; isPitched(i) && j < hertz.length; j++) {
        double apart = cents(hertz[j], hertz[i]);
        if (isPitched(j) && Math.abs(apart) < 40) {
          double w = (1 - aperiodicity[j]) * Math.pow(10, db[j] / 40);
          weight += w;
          cents += w * apart;
        }
      }
      if (weight > best) {
        best = weight;
        bestHertz = hertz[i] * Math.pow(2, cents / weight / 1200);
      }
    }
    return best == 0 ? OptionalDouble.empty() : OptionalDouble.of(bestHertz);
  }

  /// How far a pitch is above another; 100 cents are a semitone.
  static double cents(double hertz, double reference) {
    return 1200 * Math.log(hertz / reference) / Math.log(2);
  }
}
