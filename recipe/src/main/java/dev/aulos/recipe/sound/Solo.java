package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

import dev.aulos.recipe.sound.Instruments.Stroke;

/// One note, or one chord, on one instrument.
final class Solo {
  private Solo() {}

  static float[] render(Plan plan, Dice dice) {
    var x = new float[plan.samples()];
    var note = new Stroke(0, x.length, Pitch.hz(plan.note()), 1);
    String name = plan.variant().name();
    switch (plan.kind()) {
      case TONE -> tone(x, name, dice, note);
      case BASS -> bass(x, name, dice, note);
      case PLUCK -> pluck(x, name, dice, note);
      default -> Instruments.bell(x, note, name);
    }
    return x;
  }

  private static void tone(float[] x, String name, Dice dice, Stroke note) {
    int gate = x.length - Channel.samples(0.07);
    Instruments.play(x, name, new Stroke(0, gate, note.hz(), 1), dice);
    Channel.fade(x, 0.01, 0);
  }

  /// Root, third, fifth and octave, struck together as hands do.
  static float[] chord(Plan plan, Dice dice) {
    var x = new float[plan.samples()];
    int gate = x.length - Channel.samples(0.08);
    int[] steps = {0, plan.minor() ? 3 : 4, 7, 12};
    String name = plan.variant().name();
    for (int step : steps) {
      double hz = Pitch.hz(48 + plan.note() + step);
      int at = dice.below(200);
      Instruments.play(x, name, new Stroke(at, gate - at, hz, 0.3), dice);
      if (name.equals("saw")) {
        Instruments.play(x, name, new Stroke(at, gate - at, hz * 1.004, 0.3), dice);
      }
    }
    if (name.equals("saw") || name.equals("square")) {
      Channel.lowPass(x, plan.isBright() ? 9000 : 3200, 0.7);
    }
    return x;
  }

  private static void bass(float[] x, String name, Dice dice, Stroke note) {
    switch (name) {
      case "sub" -> sub(x, note);
      case "saw" -> filtered(x, note, Waveform.SAW, 0.9, 7, 0.35);
      case "square" -> filtered(x, note, Waveform.SQUARE, 0.8, 5, 0.3);
      case "acid" -> filtered(x, note, Waveform.SAW, 5.5, 18, 0.3);
      default -> {
        Instruments.string(x, note, 2.5, 0.5, dice);
        Channel.lowPass(x, 1500, 0.7);
      }
    }
  }

  private static void sub(float[] x, Stroke note) {
    Instruments.held(x, new Stroke(0, x.length - 3000, note.hz(), 1), Waveform.SINE, 1);
    Instruments.held(x, new Stroke(0, x.length - 3000, 2 * note.hz(), 1), Waveform.SINE, 0.12);
    Channel.fade(x, 0.008, 0.05);
  }

  /// An oscillator through a low-pass that closes from `sweep` times the pitch, in `t` seconds.
  static void filtered(float[] x, Stroke note, Waveform wave, double q, double sweep, double t) {
    var voice = new float[Math.max(0, Math.min(x.length - note.at(), note.gate() + 2700))];
    double step = note.hz() / SAMPLE_RATE;
    var filter = new StateVariable(note.hz(), q);
    double phase = wave == Waveform.SAW ? 0.5 : 0;
    for (int i = 0; i < voice.length; i++) {
      if ((i & 31) == 0) {
        double open = Math.exp(-i / (t * SAMPLE_RATE));
        filter.tune(note.hz() * (2.5 + sweep * open), q);
      }
      voice[i] = (float) (0.7 * filter.low(wave.at(phase, step)));
      phase += step;
      phase -= (int) phase;
    }
    Channel.fade(voice, 0.004, 0.06);
    double fall = Channel.decay(8);
    double level = note.gain();
    for (int i = 0; i < voice.length; i++) {
      x[note.at() + i] += (float) (level * voice[i]);
      level *= fall;
    }
  }

  private static void pluck(float[] x, String name, Dice dice, Stroke note) {
    switch (name) {
      case "guitar", "harp" -> Instruments.play(x, name, note, dice);
      case "synth" -> {
        filtered(x, note, Waveform.SAW, 0.9, 14, 0.08);
        double fall = Channel.decay(0.9);
        double level = 1;
        for (int i = 0; i < x.length; i++) {
          x[i] *= (float) level;
          level *= fall;
        }
      }
      default -> {
        Channel.ring(x, 0, note.hz(), 1, 1.3);
        Channel.ring(x, 0, note.hz() * 2, 0.12, 0.5);
        Channel.ring(x, 0, note.hz() * 5.4, 0.25, 0.09);
        Channel.ring(x, 0, 310, 0.15, 0.05);
      }
    }
  }
}
