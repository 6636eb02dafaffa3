package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

import dev.aulos.recipe.sound.Instruments.Stroke;

/// Engines, sirens, alarms, and things that beat.
final class Machines {
  private Machines() {}

  static float[] render(Plan plan, Dice dice) {
    var x = new float[plan.samples()];
    String name = plan.variant().name();
    switch (plan.kind()) {
      case ENGINE -> engine(x, name, dice);
      case SIREN -> siren(x, name, dice);
      case ALARM -> alarm(x, name);
      case CLOCK -> clock(x, name, plan.bpm(), dice);
      default -> heartbeat(x, plan.bpm(), dice);
    }
    return x;
  }

  /// Firing pulses and noise in their rhythm, through the resonances of a body.
  private static void engine(float[] x, String type, Dice dice) {
    boolean revs = type.equals("rev");
    double firing =
        dice.about(
            switch (type) {
              case "truck" -> 24;
              case "motorcycle" -> 52;
              case "car" -> 36;
              default -> 40;
            },
            0.06);
    double phase = 0;
    double pulse = 0;
    double wobble = 0;
    double drop = Math.exp(-1 / (0.006 * SAMPLE_RATE));
    for (int i = 0; i < x.length; i++) {
      double part = (double) i / x.length;
      double hump = part < 0.7 ? part / 0.7 : (1 - part) / 0.3;
      phase += firing * (revs ? 1 + 2.6 * hump * hump : 1) * (1 + wobble) / SAMPLE_RATE;
      if (phase >= 1) {
        phase -= 1;
        pulse += dice.uniform(0.75, 1);
        wobble = dice.uniform(-0.02, 0.02);
      }
      x[i] = (float) (pulse * (0.8 + 0.5 * dice.noise()));
      pulse *= drop;
    }
    Channel.highPass(x, 28);
    body(x, type);
    Channel.fade(x, 0.03, 0.05);
  }

  private static void body(float[] x, String type) {
    double size = type.equals("truck") ? 0.75 : type.equals("motorcycle") ? 1.5 : 1;
    var low = new StateVariable(95 * size, 1.6);
    var mid = new StateVariable(240 * size, 2);
    var high = new StateVariable(900 * size, 1);
    for (int i = 0; i < x.length; i++) {
      double y = x[i];
      x[i] = (float) (low.band(y) + 0.8 * mid.band(y) + 0.35 * high.band(y) + 0.05 * y);
    }
  }

  private static void siren(float[] x, String type, Dice dice) {
    double start = dice.uniform(0, 0.3);
    double detune = dice.about(1, 0.03);
    double phase = 0;
    for (int i = 0; i < x.length; i++) {
      double t = (double) i / SAMPLE_RATE;
      double hz = detune * sirenHz(type, t + start, t / ((double) x.length / SAMPLE_RATE));
      double step = hz / SAMPLE_RATE;
      x[i] =
          (float)
              (0.6 * Waveform.TRIANGLE.at(phase, step) + 0.25 * Waveform.SQUARE.at(phase, step));
      phase += step;
      phase -= (int) phase;
    }
    Channel.lowPass(x, 5000, 0.7);
    Channel.fade(x, 0.02, 0.03);
  }

  private static double sirenHz(String type, double t, double part) {
    return switch (type) {
      case "police" -> 950 - 350 * Waveform.sine(fraction(t / 2.4 + 0.25));
      case "yelp" -> 700 + 800 * fraction(t * 3.5);
      case "two-tone" -> fraction(t) < 0.5 ? 585 : 440;
      default -> 200 + 320 * Math.min(1, 1.6 * Math.sin(Math.PI * Math.min(1, part)));
    };
  }

  private static double fraction(double x) {
    return x - Math.floor(x);
  }

  private static void alarm(float[] x, String type) {
    switch (type) {
      case "digital" -> beeps(x, 2050, new double[] {0, 0.12, 0.24, 0.36}, 0.06, 1);
      case "smoke" -> beeps(x, 3100, new double[] {0, 1, 2}, 0.5, 4);
      case "buzzer" -> {
        var note = new Stroke(0, x.length - 3000, 120, 1);
        Instruments.held(x, note, Waveform.SQUARE, 0.6);
        Instruments.held(x, new Stroke(0, x.length - 3000, 123, 1), Waveform.SAW, 0.5);
        Channel.lift(x, 1500, 1);
      }
      default -> warble(x);
    }
  }

  private static void beeps(float[] x, double hz, double[] starts, double held, double period) {
    for (double bar = 0; bar * SAMPLE_RATE < x.length; bar += period) {
      for (double start : starts) {
        int at = Channel.samples(bar + start);
        if (at < x.length) {
          Instruments.held(x, new Stroke(at, Channel.samples(held), hz, 1), Waveform.SQUARE, 0.6);
        }
      }
    }
  }

  private static void warble(float[] x) {
    double phase = 0;
    for (int i = 0; i < x.length; i++) {
      double part = fraction((double) i / SAMPLE_RATE / 0.9);
      double step = (480 + 420 * Math.min(1, part / 0.75)) / SAMPLE_RATE;
      double level = part > 0.85 ? Math.max(0, (0.95 - part) / 0.1) : Math.min(1, part / 0.02);
      x[i] = (float) (0.6 * level * Waveform.SAW.at(phase, step));
      phase += step;
      phase -= (int) phase;
    }
    Channel.lowPass(x, 3500, 0.8);
  }

  private static void clock(float[] x, String type, int bpm, Dice dice) {
    double beat = 60.0 / bpm;
    boolean metronome = type.equals("metronome");
    double size = type.equals("grandfather") ? 0.5 : type.equals("watch") ? 1.7 : 1;
    for (int i = 0; i * beat * SAMPLE_RATE < x.length; i++) {
      int at = Channel.samples(i * beat);
      boolean first = metronome ? i % 4 == 0 : (i & 1) == 0;
      double pitch = size * (first ? 1 : 0.8);
      if (metronome) {
        Channel.ring(x, at, first ? 1480 : 1180, 0.9, 0.05);
        Channel.ring(x, at, first ? 3700 : 2950, 0.4, 0.02);
      } else {
        Channel.ring(x, at, 2350 * pitch, 0.6, 0.02);
        Channel.ring(x, at, 1220 * pitch, 0.5, 0.035);
        Channel.ring(x, at, 330 * pitch, type.equals("grandfather") ? 0.9 : 0.2, 0.09);
      }
      Drums.burst(x, at, 5000 * Math.min(1.2, size), 0.8, 0.6, 0.008, dice);
    }
  }

  private static void heartbeat(float[] x, int bpm, Dice dice) {
    double beat = 60.0 / bpm;
    double second = Math.min(0.3, 0.36 * beat);
    for (int i = 0; i * beat * SAMPLE_RATE < x.length; i++) {
      thump(x, Channel.samples(i * beat), 52, 1, dice);
      thump(x, Channel.samples(i * beat + second), 64, 0.5, dice);
    }
  }

  private static void thump(float[] x, int at, double hz, double gain, Dice dice) {
    var hit = new float[Channel.samples(0.2)];
    Channel.ring(hit, 0, dice.about(hz, 0.02), 1, 0.16);
    Channel.ring(hit, 0, hz * 1.9, 0.35, 0.08);
    Drums.burst(hit, 0, 180, 0.7, 0.4, 0.05, dice);
    Channel.fade(hit, 0.006, 0.02);
    Channel.mix(x, hit, at, gain);
  }
}
