package dev.aulos.train.data;

import dev.aulos.audio.Pcm;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Sounds made up from a seed, of kinds as different as a training set holds, and what befalls
/// sounds on their way.
final class SynthesizedSound {
  static final int RATE = 44_100;
  private static final int KINDS = 6;

  private SynthesizedSound() {}

  /// Another sound for each seed: melodies, drum loops, chords, noise, bells, sirens in turn.
  static Pcm of(long seed, double seconds) {
    return of(seed, seed, seconds);
  }

  /// Sounds of one kit, which is the same instrument, scale and tempo, play other notes for each
  /// seed.
  static Pcm of(long kitSeed, long seed, double seconds) {
    var kit = SplitMix.of(kitSeed, 1);
    var random = SplitMix.of(seed, 2);
    int frames = (int) (seconds * RATE);
    var x = new float[frames];
    switch ((int) Math.floorMod(kitSeed, (long) KINDS)) {
      case 0 -> melody(x, kit, random);
      case 1 -> drums(x, kit, random);
      case 2 -> chords(x, kit, random);
      case 3 -> gusts(x, kit, random);
      case 4 -> bells(x, kit, random);
      default -> siren(x, kit, random);
    }
    float peak = Pcm.of(RATE, x).peak();
    for (int i = 0; i < frames; i++) {
      x[i] *= 0.5f / Math.max(peak, 1e-6f);
    }
    return Pcm.of(RATE, x);
  }

  private static void melody(float[] x, RandomGenerator kit, RandomGenerator random) {
    int[] scale = {0, 2, 4, 5, 7, 9, 11, 12, 14};
    double root = 110 * Math.pow(2, kit.nextInt(24) / 12.0);
    double beat = 60.0 / (60 + kit.nextInt(120)) / (1 + kit.nextInt(2));
    double tilt = 0.4 + kit.nextDouble();
    for (double t = 0; t * RATE < x.length; t += beat * (1 + random.nextInt(2))) {
      double f = root * Math.pow(2, scale[random.nextInt(scale.length)] / 12.0);
      note(x, t, f, beat * 2, tilt, 0.3 + 0.7 * random.nextDouble());
    }
  }

  private static void note(
      float[] x, double start, double f, double seconds, double tilt, double gain) {
    int first = (int) (start * RATE);
    int count = (int) Math.min(x.length - first, seconds * RATE);
    var gains = new double[8];
    Arrays.setAll(gains, h -> Math.pow(h + 1, -tilt));
    for (int i = 0; i < count; i++) {
      double t = i / (double) RATE;
      double envelope = gain * Math.min(1, t / 0.01) * Math.exp(-3 * t / seconds);
      double doubled = 2 * Math.cos(2 * Math.PI * f * t);
      double before = 0;
      double sine = Math.sin(2 * Math.PI * f * t);
      for (int h = 0; h < 8; h++) { // sin((h+1)φ) = 2 cos φ sin hφ − sin((h−1)φ)
        x[first + i] += (float) (envelope * gains[h] * sine);
        double next = doubled * sine - before;
        before = sine;
        sine = next;
      }
    }
  }

  private static void drums(float[] x, RandomGenerator kit, RandomGenerator random) {
    double step = 60.0 / (60 + kit.nextInt(120)) / 4;
    double kick = 45 + 40 * kit.nextDouble();
    double snare = 900 + 2000 * kit.nextDouble();
    double[] chance = {random.nextDouble() * 0.6, random.nextDouble() * 0.4, random.nextDouble()};
    var pattern = new boolean[16][3];
    for (var hits : pattern) {
      for (int i = 0; i < 3; i++) {
        hits[i] = random.nextDouble() < chance[i];
      }
    }
    pattern[0][0] = true;
    for (int s = 0; s * step * RATE < x.length; s++) {
      var hits = pattern[s % 16];
      for (int i = 0; i < 3; i++) {
        if (hits[i]) {
          drum(x, s * step, i, i == 0 ? kick : snare, random);
        }
      }
    }
  }

  private static void drum(float[] x, double start, int kind, double f, RandomGenerator random) {
    int first = (int) (start * RATE);
    double decay = kind == 0 ? 12 : kind == 1 ? 20 : 60;
    int count = Math.min(x.length - first, RATE / 3);
    double low = 0;
    double previous = 0;
    for (int i = 0; i < count; i++) {
      double t = i / (double) RATE;
      double noise = random.nextGaussian();
      low += 2 * Math.PI * f / RATE * (noise - low);
      double high = noise - previous;
      previous = noise;
      double body = Math.sin(2 * Math.PI * (f * t + 4 * (1 - Math.exp(-30 * t))));
      x[first + i] +=
          (float) (Math.exp(-decay * t) * (kind == 0 ? body : kind == 1 ? 2 * low : 0.2 * high));
    }
  }

  private static void chords(float[] x, RandomGenerator kit, RandomGenerator random) {
    double length = 0.8 + 2 * kit.nextDouble();
    for (double t = 0; t * RATE < x.length; t += length) {
      double root = 80 + 200 * random.nextDouble();
      int[] third = {0, 3 + random.nextInt(2), 7, 10 + random.nextInt(2)};
      for (int semitones : third) {
        note(x, t, root * Math.pow(2, semitones / 12.0), length * 1.5, 1.2, 0.5);
      }
    }
  }

  private static void gusts(float[] x, RandomGenerator kit, RandomGenerator random) {
    double cutoff = 300 + 4000 * kit.nextDouble();
    double rate = 0.3 + 3 * kit.nextDouble();
    double low = 0;
    for (int i = 0; i < x.length; i++) {
      double t = i / (double) RATE;
      double swing = 1 + 0.8 * Math.sin(2 * Math.PI * rate * t);
      low += Math.min(1, 2 * Math.PI * cutoff * swing / RATE) * (random.nextGaussian() - low);
      x[i] = (float) (low * swing);
    }
  }

  private static void bells(float[] x, RandomGenerator kit, RandomGenerator random) {
    double[] ratios = {0.56, 0.92, 1.19, 1.7, 2, 2.74, 3, 3.76, 4.07};
    for (double t = 0; t * RATE < x.length; t += 0.3 + 1.5 * random.nextDouble()) {
      double f = 200 + 900 * random.nextDouble();
      for (double ratio : ratios) {
        partial(x, t, f * ratio * (1 + 0.02 * random.nextGaussian()), 1 + 3 / ratio, random);
      }
    }
  }

  private static void partial(
      float[] x, double start, double f, double decay, RandomGenerator random) {
    int first = (int) (start * RATE);
    double gain = random.nextDouble();
    double phase = 2 * Math.PI * random.nextDouble();
    for (int i = first; i < Math.min(x.length, first + 3 * RATE); i++) {
      double t = (i - first) / (double) RATE;
      x[i] += (float) (gain * Math.exp(-decay * t) * Math.sin(2 * Math.PI * f * t + phase));
    }
  }

  private static void siren(float[] x, RandomGenerator kit, RandomGenerator random) {
    double middle = 400 + 800 * kit.nextDouble();
    double depth = 50 + 300 * kit.nextDouble();
    double rate = 0.3 + 3 * kit.nextDouble();
    double wander = 0;
    double phase = 0;
    for (int i = 0; i < x.length; i++) {
      wander = 0.99995 * wander + 0.5 * random.nextGaussian();
      double t = i / (double) RATE;
      phase += (middle + wander + depth * Math.sin(2 * Math.PI * rate * t)) / RATE;
      x[i] = (float) (Math.sin(2 * Math.PI * phase) + 0.5 * Math.sin(4 * Math.PI * phase));
    }
  }

  /// White noise so many decibels below the sound.
  static Pcm noisy(Pcm sound, double snrDb, long seed) {
    var random = new SplitMix(seed);
    double level = sound.rms() * Math.pow(10, -snrDb / 20);
    var x = sound.channel(0);
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) (level * random.nextGaussian());
    }
    return Pcm.of(sound.sampleRate(), x);
  }

  /// Frequencies above a limit taken away steeply, as low bit rates do.
  static Pcm lowPassed(Pcm sound, double hertz) {
    int reach = 128;
    var taps = new double[2 * reach + 1];
    for (int i = -reach; i <= reach; i++) {
      double u = 2 * hertz / sound.sampleRate();
      double sinc = i == 0 ? u : Math.sin(Math.PI * u * i) / (Math.PI * i);
      taps[i + reach] = sinc * (0.5 + 0.5 * Math.cos(Math.PI * i / (reach + 1)));
    }
    var x = sound.channel(0);
    var y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (int k = Math.max(-reach, -i); k <= Math.min(reach, x.length - 1 - i); k++) {
        sum += taps[k + reach] * x[i + k];
      }
      y[i] = (float) sum;
    }
    return Pcm.of(sound.sampleRate(), y);
  }
}
