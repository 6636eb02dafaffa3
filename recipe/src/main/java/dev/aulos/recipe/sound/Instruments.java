package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

/// Instruments that play one note at a time into a channel.
final class Instruments {
  /// A note: where it starts and how long it is held (samples), how high and how strong.
  record Stroke(int at, int gate, double hz, double gain) {}

  private Instruments() {}

  static void play(float[] x, String instrument, Stroke note, Dice dice) {
    switch (instrument) {
      case "sine" -> held(x, note, Waveform.SINE, 1);
      case "triangle" -> held(x, note, Waveform.TRIANGLE, 1);
      case "square" -> held(x, note, Waveform.SQUARE, 0.5);
      case "saw" -> held(x, note, Waveform.SAW, 0.6);
      case "organ" -> organ(x, note);
      case "keys" -> keys(x, note);
      case "guitar" -> string(x, note, 2.2, 0.3, dice);
      case "harp" -> string(x, note, 3.5, 0.5, dice);
      case "box" -> bell(x, note, "music box");
      case "flute" -> flute(x, note, dice);
      default -> throw new IllegalArgumentException("instrument " + instrument + " does not exist");
    }
  }

  /// A plain oscillator under a gate with soft edges.
  static void held(float[] x, Stroke note, Waveform wave, double gain) {
    double step = note.hz() / SAMPLE_RATE;
    int attack = Channel.samples(0.008);
    int release = Channel.samples(0.06);
    double phase = wave == Waveform.SAW ? 0.5 : wave == Waveform.TRIANGLE ? 0.25 : 0;
    int end = Math.min(x.length, note.at() + note.gate() + release);
    for (int i = note.at(); i < end; i++) {
      int t = i - note.at();
      double rise = t < attack ? (double) t / attack : 1;
      double fall = t > note.gate() ? 1 - (double) (t - note.gate()) / release : 1;
      x[i] += (float) (note.gain() * gain * rise * fall * wave.at(phase, step));
      phase += step;
      phase -= (int) phase;
    }
  }

  private static void organ(float[] x, Stroke note) {
    double[] drawbars = {1, 0.55, 0.35, 0.25, 0.12, 0.1};
    int[] harmonics = {1, 2, 3, 4, 6, 8};
    for (int i = 0; i < harmonics.length; i++) {
      double hz = note.hz() * harmonics[i];
      if (hz < 16_000) {
        held(
            x,
            new Stroke(note.at(), note.gate(), hz, note.gain()),
            Waveform.SINE,
            0.5 * drawbars[i]);
      }
    }
  }

  /// Frequency modulation 1:1 with a fading index and a short tine (Chowning, 1973).
  private static void keys(float[] x, Stroke note) {
    double step = note.hz() / SAMPLE_RATE;
    double decay = Channel.decay(3.2);
    double fade = Channel.decay(0.9);
    int release = Channel.samples(0.12);
    double level = note.gain();
    double index = 0.22;
    double phase = 0;
    int end = Math.min(x.length, note.at() + note.gate() + release);
    for (int i = note.at(); i < end; i++) {
      int t = i - note.at();
      double bent = phase + index * Waveform.sine(phase) + 1;
      double edge = Math.min(1, t / 120.0);
      double fall = t > note.gate() ? 1 - (double) (t - note.gate()) / release : 1;
      x[i] += (float) (level * edge * fall * Waveform.sine(bent - (int) bent));
      phase += step;
      phase -= (int) phase;
      level *= decay;
      index = 0.04 + (index - 0.04) * fade;
    }
    Channel.ring(x, note.at(), note.hz() * 7, 0.12 * note.gain(), 0.12);
  }

  private static void flute(float[] x, Stroke note, Dice dice) {
    double step = note.hz() / SAMPLE_RATE;
    int attack = Channel.samples(0.04);
    int release = Channel.samples(0.07);
    var breath = new StateVariable(2 * note.hz(), 1.5);
    double phase = 0;
    double sway = 0;
    int end = Math.min(x.length, note.at() + note.gate() + release);
    for (int i = note.at(); i < end; i++) {
      int t = i - note.at();
      double rise = t < attack ? (double) t / attack : 1;
      double fall = t > note.gate() ? 1 - (double) (t - note.gate()) / release : 1;
      double second = 2 * phase;
      double tone = Waveform.sine(phase) + 0.22 * Waveform.sine(second - (int) second);
      double air = 0.12 * breath.band(dice.noise());
      x[i] += (float) (0.7 * note.gain() * rise * fall * (tone + air));
      double depth = Math.min(1, t / 12_000.0) * 0.004;
      phase += step * (1 + depth * Waveform.sine(sway));
      phase -= (int) phase;
      sway += 5.2 / SAMPLE_RATE;
      sway -= (int) sway;
    }
  }

  /// A plucked string (Karplus and Strong 1983; tuned by an all-pass as in Jaffe and Smith 1983).
  ///
  /// @param t60 how long it rings, in seconds
  /// @param damping in (0, 0.5], more is duller
  static void string(float[] x, Stroke note, double t60, double damping, Dice dice) {
    double period = SAMPLE_RATE / note.hz() - damping;
    int length = (int) (period - 0.1);
    double rest = period - length;
    double tune = (1 - rest) / (1 + rest);
    var line = pluck(length, dice);
    double gain = Math.pow(Channel.decay(t60), period);
    double before = 0;
    double in = 0;
    double out = 0;
    int release = Channel.samples(0.08);
    int end = Math.min(x.length, note.at() + note.gate() + release);
    int p = 0;
    for (int i = note.at(); i < end; i++) {
      double y = line[p];
      double low = gain * ((1 - damping) * y + damping * before);
      before = y;
      out = tune * (low - out) + in;
      in = low;
      line[p] = (float) out;
      p = p + 1 == length ? 0 : p + 1;
      int late = i - note.at() - note.gate();
      x[i] += (float) (note.gain() * y * (late > 0 ? 1 - (double) late / release : 1));
    }
  }

  /// The string pulled to a corner at an eighth of its length, and a scratch of noise.
  private static float[] pluck(int length, Dice dice) {
    var line = new float[length];
    double corner = 0.12 * length;
    double mean = 0;
    for (int i = 0; i < length; i++) {
      double shape = i < corner ? i / corner : (length - i) / (length - corner);
      line[i] = (float) (2 * shape - 1 + 0.35 * dice.noise());
      mean += line[i] / length;
    }
    for (int i = 0; i < length; i++) {
      line[i] -= (float) mean;
    }
    return line;
  }

  /// Partials of a bell, its strike note the strongest.
  static void bell(float[] x, Stroke note, String type) {
    double[][] partials =
        switch (type) {
          case "church" ->
              new double[][] {
                {0.5, 0.06, 5},
                {1, 1, 4},
                {1.2, 0.22, 2.5},
                {1.5, 0.1, 1.8},
                {2, 0.35, 1.6},
                {2.5, 0.08, 0.9},
                {2.67, 0.12, 0.8},
                {3, 0.14, 0.7},
                {4.2, 0.1, 0.4},
                {5.4, 0.1, 0.25}
              };
          case "tubular" ->
              new double[][] {
                {1, 1, 3.5},
                {1.41, 0.1, 1},
                {2, 0.5, 2.5},
                {2.76, 0.15, 1},
                {3, 0.25, 1.5},
                {4.1, 0.15, 0.7},
                {5.4, 0.1, 0.3}
              };
          case "small" ->
              new double[][] {
                {1, 1, 1.8}, {2.4, 0.5, 1.2}, {4.1, 0.3, 0.7}, {5.95, 0.25, 0.4}, {8.2, 0.15, 0.2}
              };
          default -> new double[][] {{1, 1, 1.4}, {2.99, 0.25, 0.35}, {6.1, 0.15, 0.12}};
        };
    for (double[] partial : partials) {
      double shorter = Math.pow(440 / note.hz(), 0.4);
      Channel.ring(
          x, note.at(), note.hz() * partial[0], note.gain() * partial[1], partial[2] * shorter);
    }
  }
}
