package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

import dev.aulos.recipe.sound.Instruments.Stroke;

/// Sounds of games and films.
final class Effects {
  private Effects() {}

  static float[] render(Plan plan, Dice dice) {
    var x = new float[plan.samples()];
    String name = plan.variant().name();
    switch (plan.kind()) {
      case LASER -> laser(x, name, dice);
      case COIN -> coin(x, name, dice);
      case CLICK -> click(x, name, dice);
      case RISER -> riser(x, name, dice);
      default -> impact(x, name, dice);
    }
    return x;
  }

  private static void laser(float[] x, String type, Dice dice) {
    double high = dice.about(2900, 0.1);
    switch (type) {
      case "zap" -> zap(x, 0, 0.4, high, 180);
      case "blaster" -> zap(x, 0, 0.6, 0.35 * high, 60);
      default -> {
        for (int i = 0; i < 3; i++) {
          zap(x, Channel.samples(0.2 * i), 0.18, high, 300);
        }
      }
    }
  }

  private static void zap(float[] x, int at, double seconds, double high, double low) {
    int length = Channel.samples(seconds);
    double phase = 0;
    double slow = Math.pow(low / high, 1.0 / length);
    double hz = high;
    for (int i = 0; i < length && at + i < x.length; i++) {
      double part = (double) i / length;
      double step = hz / SAMPLE_RATE;
      double tone = 0.6 * Waveform.SAW.at(phase, step) + 0.5 * Waveform.SINE.at(phase, step);
      x[at + i] += (float) (tone * (1 - part) * Math.min(1, i / 60.0));
      phase += step;
      phase -= (int) phase;
      hz *= slow;
    }
  }

  private static void coin(float[] x, String type, Dice dice) {
    if (type.equals("game")) {
      int first = Channel.samples(0.075);
      Instruments.held(x, new Stroke(0, first - 2600, Pitch.hz(83), 1), Waveform.SQUARE, 0.7);
      var ring = new float[Math.max(0, x.length - first)];
      var note = new Stroke(0, Channel.samples(0.7), Pitch.hz(88), 1);
      Instruments.held(ring, note, Waveform.SQUARE, 0.7);
      double level = 1;
      double fade = Channel.decay(0.9);
      for (int i = 0; i < ring.length; i++) {
        ring[i] *= (float) level;
        level *= fade;
      }
      Channel.mix(x, ring, first, 1);
      return;
    }
    double at = 0;
    double gap = dice.about(0.26, 0.1);
    double gain = 0.8;
    double hz = dice.about(4300, 0.05);
    for (int i = 0; i < 9; i++) {
      int start = Channel.samples(at);
      Channel.ring(x, start, hz, gain, 0.28);
      Channel.ring(x, start, hz * 1.37, 0.7 * gain, 0.2);
      Channel.ring(x, start, hz * 2.11, 0.5 * gain, 0.12);
      at += gap;
      gap *= 0.68;
      gain *= 0.75;
    }
  }

  private static void click(float[] x, String type, Dice dice) {
    double size =
        switch (type) {
          case "mouse" -> 1.4;
          case "key" -> 0.8;
          default -> 0.5;
        };
    double apart = type.equals("mouse") ? 0.09 : type.equals("key") ? 0.07 : 0.03;
    for (int i = 0; i < 2; i++) {
      int at = Channel.samples(0.01 + i * apart);
      double gain = i == 0 ? 0.9 : 0.6;
      Drums.burst(x, at, 3800 * size, 1, gain, 0.012, dice);
      Channel.ring(x, at, dice.about(2400 * size, 0.04), 0.6 * gain, 0.018);
      Channel.ring(
          x, at, dice.about(700 * size, 0.04), 0.5 * gain, type.equals("switch") ? 0.05 : 0.02);
    }
  }

  private static void riser(float[] x, String type, Dice dice) {
    boolean noisy = type.equals("noise");
    var filter = new StateVariable(200, 1.2);
    double first = 0;
    double second = 0.4;
    for (int i = 0; i < x.length; i++) {
      double part = (double) i / x.length;
      double hz = noisy ? 250 * Math.pow(36, part) : 90 * Math.pow(10, part);
      if ((i & 31) == 0) {
        filter.tune(noisy ? hz : hz * 5, noisy ? 1.8 : 1);
      }
      double step = hz / SAMPLE_RATE;
      double y;
      if (noisy) {
        y = filter.band(dice.noise());
      } else {
        y = filter.low(Waveform.SAW.at(first, step) + Waveform.SAW.at(second, step * 1.007));
        first += step;
        first -= (int) first;
        second += step * 1.007;
        second -= (int) second;
      }
      x[i] = (float) (y * (0.06 + part * part));
    }
    Channel.fade(x, 0.05, 0.04);
  }

  private static void impact(float[] x, String type, Dice dice) {
    switch (type) {
      case "boom" -> {
        boom(x, 38, 1.4);
        Drums.burst(x, 0, 300, 0.5, 1, 0.5, dice);
        Drums.burst(x, 0, 2500, 0.5, 0.5, 0.08, dice);
      }
      case "metal" -> {
        double[] ratios = {1, 1.51, 2.33, 2.87, 3.94, 5.1, 6.77, 9.2};
        double hz = dice.about(380, 0.1);
        for (int i = 0; i < ratios.length; i++) {
          Channel.ring(x, 0, hz * ratios[i], 0.5 * dice.uniform(0.7, 1), 1.6 / (1 + 0.35 * i));
        }
        Drums.burst(x, 0, 4000, 0.6, 0.9, 0.02, dice);
      }
      case "wood" -> {
        double hz = dice.about(270, 0.08);
        Channel.ring(x, 0, hz, 1, 0.09);
        Channel.ring(x, 0, hz * 2.6, 0.5, 0.05);
        Channel.ring(x, 0, hz * 4.9, 0.25, 0.025);
        Drums.burst(x, 0, 1500, 0.7, 0.5, 0.015, dice);
      }
      default -> {
        Drums.burst(x, 0, 140, 0.5, 2.5, 1.6, dice);
        Drums.burst(x, 0, 700, 0.4, 1.2, 0.7, dice);
        Drums.burst(x, 0, 3000, 0.4, 0.7, 0.25, dice);
        boom(x, 45, 0.7);
      }
    }
    Channel.level(x, 1.4);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Channel.soft(x[i]);
    }
  }

  private static void boom(float[] x, double hz, double t60) {
    double phase = 0;
    double level = 1;
    double fade = Channel.decay(t60);
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) (level * Waveform.sine(phase));
      phase += hz * (1 + Math.exp(-i / 2600.0)) / SAMPLE_RATE;
      phase -= (int) phase;
      level *= fade;
    }
  }
}
