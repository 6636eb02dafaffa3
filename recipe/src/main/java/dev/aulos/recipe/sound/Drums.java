package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

/// Single drums.
final class Drums {
  private static final double[] METAL = {2.0, 3.04, 4.16, 5.43, 6.79, 8.21};

  private Drums() {}

  static float[] render(Plan plan, Dice dice) {
    var x = new float[plan.samples()];
    String name = plan.variant().name();
    var hit =
        switch (plan.kind()) {
          case KICK -> kick(name, dice);
          case SNARE -> snare(name, dice);
          case HIHAT -> hat(name.equals("open"), dice);
          case CLAP -> clap(name.equals("crowd"), dice);
          default -> tom(name, dice);
        };
    Channel.mix(x, hit, 0, 1);
    return x;
  }

  /// A sine that falls from a click to its pitch.
  static float[] kick(String type, Dice dice) {
    boolean deep = type.equals("808");
    boolean acoustic = type.equals("acoustic");
    var x = new float[Channel.samples(deep ? 1.1 : 0.45)];
    double low = dice.about(deep ? 46 : acoustic ? 62 : 52, 0.05);
    double high = deep ? 90 : acoustic ? 130 : 240;
    fall(x, low, high, deep ? 0.03 : 0.025, deep ? 1.0 : acoustic ? 0.28 : 0.36);
    double click = acoustic ? 0.35 : deep ? 0.05 : 0.2;
    burst(x, 0, acoustic ? 2500 : 4000, 1.0, click, 0.012, dice);
    return drive(x, 1.6);
  }

  static float[] snare(String type, Dice dice) {
    boolean acoustic = type.equals("acoustic");
    boolean tight = type.equals("tight");
    var x = new float[Channel.samples(tight ? 0.15 : 0.4)];
    double body = dice.about(tight ? 330 : 190, 0.05);
    Channel.ring(x, 0, body, 0.6, tight ? 0.06 : 0.18);
    Channel.ring(x, 0, body * (acoustic ? 1.6 : 1.83), 0.4, tight ? 0.04 : 0.12);
    burst(x, 0, acoustic ? 3200 : 5200, 0.5, tight ? 0.5 : 0.9, tight ? 0.07 : 0.26, dice);
    burst(x, 0, 7000, 0.6, 0.5, 0.02, dice);
    return drive(x, 1.2);
  }

  /// Six squares at ratios with no common pitch, and noise, high-passed.
  static float[] hat(boolean open, Dice dice) {
    var x = new float[Channel.samples(open ? 0.7 : 0.12)];
    double base = dice.about(206, 0.04);
    double level = 1;
    double fade = Channel.decay(open ? 0.62 : 0.08);
    var phases = new double[METAL.length];
    for (int i = 0; i < x.length; i++) {
      double sum = 1.6 * dice.noise();
      for (int k = 0; k < METAL.length; k++) {
        phases[k] += base * METAL[k] / SAMPLE_RATE;
        phases[k] -= (int) phases[k];
        sum += Waveform.sine(phases[k]) > 0 ? 0.3 : -0.3;
      }
      x[i] = (float) (level * sum);
      level *= fade;
    }
    Channel.highPass(x, 7000);
    Channel.highPass(x, 5000);
    return Channel.level(x, 1);
  }

  /// Three or more bursts within 30 ms and a tail.
  static float[] clap(boolean crowd, Dice dice) {
    var x = new float[Channel.samples(crowd ? 0.45 : 0.35)];
    int hands = crowd ? 9 : 3;
    for (int i = 0; i < hands; i++) {
      double at = crowd ? dice.uniform(0, 0.045) : 0.011 * i;
      burst(x, Channel.samples(at), dice.about(1250, crowd ? 0.3 : 0.03), 1.6, 1, 0.025, dice);
    }
    burst(x, Channel.samples(0.033), 1300, 1.2, 1.2, crowd ? 0.3 : 0.2, dice);
    return Channel.level(x, 1);
  }

  static float[] tom(String type, Dice dice) {
    var x = new float[Channel.samples(0.7)];
    double hz = dice.about(type.equals("low") ? 80 : type.equals("mid") ? 125 : 190, 0.04);
    fall(x, hz, hz * 1.6, 0.04, 0.55);
    Channel.ring(x, 0, hz * 1.59, 0.2, 0.2);
    burst(x, 0, 1800, 0.7, 0.3, 0.03, dice);
    return drive(x, 1.2);
  }

  /// The side stick or a shaker: noise only.
  static float[] shaker(Dice dice) {
    var x = new float[Channel.samples(0.09)];
    burst(x, 0, 6500, 0.8, 1, 0.08, dice);
    Channel.fade(x, 0.015, 0.01);
    return Channel.level(x, 1);
  }

  private static void fall(float[] x, double low, double high, double time, double t60) {
    double phase = 0;
    double level = 1;
    double fade = Channel.decay(t60);
    double over = high - low;
    double slow = Math.exp(-1 / (time * SAMPLE_RATE));
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) (level * Waveform.sine(phase));
      phase += (low + over) / SAMPLE_RATE;
      phase -= (int) phase;
      over *= slow;
      level *= fade;
    }
    Channel.fade(x, 0.001, 0.02);
  }

  /// Band-passed noise that decays.
  static void burst(float[] x, int at, double hz, double q, double gain, double t60, Dice dice) {
    var filter = new StateVariable(hz, q);
    double level = gain;
    double fade = Channel.decay(t60);
    int end = (int) Math.min(x.length, at + 1.2 * t60 * SAMPLE_RATE);
    for (int i = at; i < end; i++) {
      x[i] += (float) (level * filter.band(dice.noise()));
      level *= fade;
    }
  }

  private static float[] drive(float[] x, double amount) {
    Channel.level(x, amount);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Channel.soft(x[i]);
    }
    return Channel.level(x, 1);
  }
}
