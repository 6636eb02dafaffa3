package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Example.SAMPLE_RATE;

/// Noises, and what nature makes of them.
final class Weather {
  private Weather() {}

  static float[] render(Plan plan, Dice shape, Dice grain) {
    String name = plan.variant().name();
    var x = new float[plan.samples()];
    switch (plan.kind()) {
      case NOISE -> noise(x, name, grain);
      case RAIN -> rain(x, name, grain);
      case OCEAN -> ocean(x, name.equals("rough"), shape, grain);
      case WIND -> wind(x, name, shape, grain);
      case FIRE -> fire(x, name, grain);
      default -> thunder(x, name.equals("close"), shape);
    }
    Channel.fade(x, plan.kind() == Kind.THUNDER ? 0.002 : 0.04, 0.08);
    return x;
  }

  private static void noise(float[] x, String colour, Dice grain) {
    switch (colour) {
      case "white" -> white(x, 0.6, grain);
      case "pink" -> pink(x, grain);
      default -> brown(x, grain);
    }
  }

  private static void white(float[] x, double gain, Dice grain) {
    for (int i = 0; i < x.length; i++) {
      x[i] += (float) (gain * grain.noise());
    }
  }

  /// White noise through Kellet's filter of -3 dB an octave.
  private static void pink(float[] x, Dice grain) {
    double a = 0;
    double b = 0;
    double c = 0;
    for (int i = 0; i < x.length; i++) {
      double white = grain.noise();
      a = 0.99765 * a + white * 0.0990460;
      b = 0.96300 * b + white * 0.2965164;
      c = 0.57000 * c + white * 1.0526913;
      x[i] += (float) (0.3 * (a + b + c + white * 0.1848));
    }
  }

  private static void brown(float[] x, Dice grain) {
    double y = 0;
    for (int i = 0; i < x.length; i++) {
      y = 0.997 * y + 0.06 * grain.noise();
      x[i] += (float) y;
    }
  }

  private static void rain(float[] x, String type, Dice grain) {
    boolean tin = type.equals("tin");
    boolean light = type.equals("light");
    white(x, light ? 0.025 : tin ? 0.06 : 0.22, grain);
    Channel.lowPass(x, light ? 7000 : 5000, 0.7);
    Channel.highPass(x, 500);
    double rate = light ? 90 : tin ? 170 : 320;
    int drops = (int) (rate * x.length / SAMPLE_RATE);
    for (int i = 0; i < drops; i++) {
      int at = grain.below(x.length);
      double size = grain.uniform();
      double gain = 0.08 + 0.5 * size * size * size;
      if (tin) {
        double hz = grain.pick(820, 1330, 1910, 2640, 3480);
        Channel.ring(x, at, grain.about(hz, 0.02), gain, 0.07);
        Channel.ring(x, at, grain.about(hz * 2.3, 0.02), 0.5 * gain, 0.03);
      } else {
        Channel.ring(x, at, grain.uniform(1500, 6500), 0.7 * gain, 0.012);
      }
    }
  }

  private static void ocean(float[] x, boolean rough, Dice shape, Dice grain) {
    var body = new float[x.length];
    pink(body, grain);
    double period = shape.uniform(3, 4.5) * SAMPLE_RATE;
    double start = shape.uniform(0, 0.6);
    var filter = new StateVariable(600, 0.6);
    double swell = 0;
    for (int i = 0; i < x.length; i++) {
      if ((i & 63) == 0) {
        double phase = start + i / period;
        phase -= (int) phase;
        swell = phase < 0.35 ? phase / 0.35 : Math.pow(1 - (phase - 0.35) / 0.65, 1.6);
        swell = swell * swell * (3 - 2 * swell);
        filter.tune((rough ? 700 : 450) + (rough ? 5000 : 2200) * swell, 0.6);
      }
      x[i] = (float) (filter.low(body[i]) * (0.12 + swell));
    }
  }

  private static void wind(float[] x, String type, Dice shape, Dice grain) {
    pink(x, grain);
    Channel.highPass(x, 90);
    boolean howling = type.equals("howling");
    boolean gentle = type.equals("gentle");
    double base = howling ? 620 : gentle ? 520 : 450;
    double q = howling ? 9 : gentle ? 0.9 : 1.1;
    double slow = shape.uniform(0, 1);
    double fast = shape.uniform(0, 1);
    double rate = shape.uniform(0.22, 0.32);
    var first = new StateVariable(base, q);
    var second = new StateVariable(base, howling ? 4 : 0.7);
    double gust = 0;
    for (int i = 0; i < x.length; i++) {
      if ((i & 63) == 0) {
        double t = (double) i / SAMPLE_RATE;
        double sway = Math.sin(2 * Math.PI * (rate * t + slow));
        sway += 0.4 * Math.sin(2 * Math.PI * (2.7 * rate * t + fast));
        gust = 0.6 + (gentle ? 0.2 : 0.28) * sway;
        double hz = base * Math.pow(2, (howling ? 0.55 : 0.7) * sway);
        first.tune(hz, q);
        second.tune(hz * (howling ? 1 : 2.5), howling ? 4 : 0.7);
      }
      double y = howling ? second.band(first.band(x[i])) : second.low(first.low(x[i]));
      x[i] = (float) (gust * (y + 0.03 * x[i]));
    }
  }

  private static void fire(float[] x, String type, Dice grain) {
    boolean blaze = type.equals("blaze");
    brown(x, grain);
    Channel.scale(x, blaze ? 0.6 : type.equals("camp") ? 0.14 : 0.09);
    Channel.lowPass(x, blaze ? 500 : 300, 0.7);
    var hiss = new float[x.length];
    white(hiss, blaze ? 0.08 : 0.03, grain);
    Channel.highPass(hiss, 3000);
    Channel.mix(x, hiss, 0, 1);
    double rate = blaze ? 26 : type.equals("camp") ? 16 : 8;
    int crackles = (int) Math.max(4, rate * x.length / SAMPLE_RATE);
    for (int i = 0; i < crackles; i++) {
      int at = grain.below(x.length);
      double size = grain.uniform();
      double gain = 0.12 + 0.55 * size * size;
      Drums.burst(x, at, grain.uniform(1500, 5500), 1.5, 1.4 * gain, 0.012, grain);
      Channel.ring(x, at, grain.uniform(600, 2200), 0.3 * gain, 0.01);
    }
  }

  private static void thunder(float[] x, boolean close, Dice dice) {
    var rumble = new float[x.length];
    brown(rumble, dice);
    Channel.lowPass(rumble, close ? 500 : 220, 0.7);
    Channel.highPass(rumble, 40);
    double slow = Math.exp(-1 / ((close ? 1.1 : 2.0) * SAMPLE_RATE));
    double attack = (close ? 0.05 : 0.6) * SAMPLE_RATE;
    double level = 1;
    double roll = 0;
    double target = 0.7;
    for (int i = 0; i < x.length; i++) {
      if (i % 6000 == 0) {
        target = dice.uniform(0.35, 1);
      }
      roll += 0.0002 * (target - roll);
      x[i] = (float) (3 * rumble[i] * level * roll * Math.min(1, i / attack));
      level *= slow;
    }
    Channel.level(x, 0.8);
    if (close) {
      for (int i = 0; i < 14; i++) {
        double late = dice.uniform();
        int at = (int) (late * late * 0.35 * SAMPLE_RATE);
        Drums.burst(x, at, dice.uniform(500, 3500), 0.5, 0.9 * (1 - 0.6 * late), 0.12, dice);
      }
      Drums.burst(x, 0, 1500, 0.4, 1.4, 0.3, dice);
    }
  }
}
