package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

/// Operations on one channel of samples, in place.
final class Channel {
  private Channel() {}

  static int samples(double seconds) {
    return (int) Math.round(seconds * SAMPLE_RATE);
  }

  /// The factor a sample that decays by 60 dB in the given time.
  static double decay(double t60) {
    return Math.exp(-6.9078 / (t60 * SAMPLE_RATE));
  }

  /// The coefficient of a one-pole low-pass `y += c (x - y)` with this cutoff.
  static double onePole(double hz) {
    return 1 - Math.exp(-2 * Math.PI * hz / SAMPLE_RATE);
  }

  static float peak(float[] x) {
    float peak = 0;
    for (float value : x) {
      peak = Math.max(peak, Math.abs(value));
    }
    return peak;
  }

  static void scale(float[] x, double gain) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= (float) gain;
    }
  }

  /// Scales to a peak; silence stays silence.
  static float[] level(float[] x, double peak) {
    float found = peak(x);
    if (found > 0) {
      scale(x, peak / found);
    }
    return x;
  }

  /// Adds `source`, cut where the target ends.
  static void mix(float[] target, float[] source, int at, double gain) {
    int end = Math.min(target.length, at + source.length);
    for (int i = Math.max(0, at); i < end; i++) {
      target[i] += (float) (gain * source[i - at]);
    }
  }

  /// Raised-cosine edges, in seconds.
  static void fade(float[] x, double in, double out) {
    int head = Math.min(samples(in), x.length);
    for (int i = 0; i < head; i++) {
      x[i] *= (float) (0.5 - 0.5 * Math.cos(Math.PI * i / head));
    }
    int tail = Math.min(samples(out), x.length);
    for (int i = 0; i < tail; i++) {
      x[x.length - 1 - i] *= (float) (0.5 - 0.5 * Math.cos(Math.PI * i / tail));
    }
  }

  static void lowPass(float[] x, double hz, double q) {
    var filter = new StateVariable(hz, q);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) filter.low(x[i]);
    }
  }

  static void highPass(float[] x, double hz) {
    var filter = new StateVariable(hz, 0.7);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) filter.high(x[i]);
    }
  }

  /// Adds `gain` times what lies above `hz` (12 dB an octave).
  static void lift(float[] x, double hz, double gain) {
    var filter = new StateVariable(hz, 0.7);
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) (gain * filter.high(x[i]));
    }
  }

  /// A soft limit near ±1 (Padé approximant of tanh).
  static double soft(double x) {
    double y = Math.max(-3, Math.min(3, x));
    return y * (27 + y * y) / (27 + 9 * y * y);
  }

  /// Adds a sine that rings down, `y[n] = 2 r cos(ω) y[n-1] - r² y[n-2]`, until it has lost 70 dB.
  static void ring(float[] x, int at, double hz, double gain, double t60) {
    if (hz > 0.45 * SAMPLE_RATE) {
      return;
    }
    double w = 2 * Math.PI * hz / SAMPLE_RATE;
    double r = decay(t60);
    double a = 2 * r * Math.cos(w);
    double b = r * r;
    double before = 0;
    double now = gain * r * Math.sin(w);
    int end = (int) Math.min(x.length, at + 1.17 * t60 * SAMPLE_RATE);
    for (int i = Math.max(0, at + 1); i < end; i++) {
      x[i] += (float) now;
      double next = a * now - b * before;
      before = now;
      now = next;
    }
  }
}
