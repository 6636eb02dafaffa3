package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

import dev.aulos.recipe.sound.Instruments.Stroke;

/// Arpeggios and melodies in a key at a tempo.
final class Tunes {
  private static final int[] MAJOR = {0, 2, 4, 5, 7, 9, 11};
  private static final int[] MINOR = {0, 2, 3, 5, 7, 8, 10};
  private static final int[][] SHAPES = {
    {0, 2, 4, 7}, {0, 2, 4, 7, 4, 2}, {7, 4, 2, 0}, {0, 4, 2, 7}
  };
  private static final int[][] RHYTHMS = {
    {2, 2, 2, 2}, {2, 1, 1, 2, 2}, {2, 2, 1, 1, 2}, {4, 2, 2}, {1, 1, 2, 2, 2}, {2, 2, 4}
  };

  private Tunes() {}

  static float[] render(Plan plan, Dice dice) {
    var x = new float[plan.samples()];
    if (plan.kind() == Kind.ARPEGGIO) {
      arpeggio(x, plan, dice);
    } else {
      melody(x, plan, dice);
    }
    return x;
  }

  /// Up, up and down, down or broken, in eighths (sixteenths when slow), with the beats accented.
  private static void arpeggio(float[] x, Plan plan, Dice dice) {
    int aBeat = plan.bpm() < 100 ? 4 : 2;
    double step = 60.0 / plan.bpm() / aBeat;
    var shape = dice.pick(SHAPES);
    for (int i = 0; i * step < plan.seconds(); i++) {
      double gain = i % aBeat == 0 ? 1 : 0.6;
      note(x, plan, shape[i % shape.length], i * step, 0.9 * step, gain, dice);
    }
  }

  /// Four-beat phrases of steps and small leaps that start and end on notes of the tonic chord.
  private static void melody(float[] x, Plan plan, Dice dice) {
    double half = 30.0 / plan.bpm();
    var first = dice.pick(RHYTHMS);
    var second = dice.pick(RHYTHMS);
    int degree = dice.pick(0, 2, 4);
    double at = 0;
    for (int bar = 0; at < plan.seconds(); bar++) {
      var rhythm = (bar & 1) == 0 ? first : second;
      int sum = 0;
      for (int length : rhythm) {
        double gain = (sum & 1) == 0 ? 1 : 0.7;
        note(x, plan, degree, at, 0.92 * length * half, gain, dice);
        at += length * half;
        sum += length;
        int move = dice.pick(-2, -1, -1, 1, 1, 2);
        degree = sum == 8 && (bar & 1) == 1 ? dice.pick(0, 2, 4) : degree + move;
        degree = degree < -2 ? degree + 3 : degree > 8 ? degree - 3 : degree;
      }
    }
  }

  private static void note(
      float[] x, Plan plan, int degree, double at, double held, double gain, Dice dice) {
    var scale = plan.minor() ? MINOR : MAJOR;
    int octave = Math.floorDiv(degree, 7);
    int midi = 60 + plan.note() + 12 * octave + scale[Math.floorMod(degree, 7)];
    String name = plan.variant().name();
    int lower = plan.kind() == Kind.ARPEGGIO && !name.equals("box") ? 12 : 0;
    int start = (int) ((at + 0.002 * dice.uniform()) * SAMPLE_RATE);
    if (start >= x.length) {
      return;
    }
    double strength = gain * dice.about(1, 0.06);
    var stroke = new Stroke(start, Channel.samples(held), Pitch.hz(midi - lower), strength);
    switch (name) {
      case "saw" -> Solo.filtered(x, stroke, Waveform.SAW, 1.1, 10, 0.1);
      case "box" -> Instruments.bell(x, new Stroke(start, 0, Pitch.hz(midi + 12), strength), "");
      default -> Instruments.play(x, name, stroke, dice);
    }
  }
}
