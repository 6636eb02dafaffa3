package dev.aulos.recipe.sound;

/// Turns a plan into two channels.
final class Renderer {
  private static final double USUAL_PEAK = 0.66;

  private Renderer() {}

  static float[][] render(Plan plan) {
    boolean wide = plan.place() == Place.WIDE;
    var left = source(plan, 0);
    float[] right;
    if (wide && hasGrain(plan.kind())) {
      right = source(plan, 1);
    } else if (wide) {
      right = left.clone();
      Widening.apply(left, right);
    } else {
      right = left.clone();
    }
    var x = new float[][] {left, right};
    if (plan.reverb()) {
      room(x, plan);
    }
    if (wide) {
      Widening.balance(left, right);
    }
    Stage.place(x, plan.place());
    Stage.loudness(x, plan.loudness(), USUAL_PEAK);
    return x;
  }

  private static void room(float[][] x, Plan plan) {
    Reverb.add(x, 2.2, 0.35);
    if (plan.place() == Place.CENTRE) {
      for (int i = 0; i < x[0].length; i++) {
        float middle = 0.5f * (x[0][i] + x[1][i]);
        x[0][i] = middle;
        x[1][i] = middle;
      }
    }
    Channel.fade(x[0], 0, 0.03);
    Channel.fade(x[1], 0, 0.03);
  }

  /// Whether two draws of the sound differ enough to be its two channels.
  private static boolean hasGrain(Kind kind) {
    return switch (kind) {
      case NOISE, RAIN, OCEAN, WIND, FIRE, PAD -> true;
      default -> false;
    };
  }

  private static float[] source(Plan plan, int channel) {
    var shape = Dice.of(plan.seed(), 5);
    var grain = Dice.of(plan.seed(), 6 + channel);
    var x =
        switch (plan.kind()) {
          case TONE, BASS, PLUCK, BELL -> Solo.render(plan, shape);
          case CHORD -> Solo.chord(plan, shape);
          case PAD -> Pads.render(plan, shape, grain);
          case ARPEGGIO, MELODY -> Tunes.render(plan, shape);
          case KICK, SNARE, HIHAT, CLAP, TOM -> Drums.render(plan, shape);
          case DRUM_LOOP -> Grooves.render(plan, shape);
          case NOISE, RAIN, OCEAN, WIND, FIRE, THUNDER -> Weather.render(plan, shape, grain);
          case ENGINE, SIREN, ALARM, CLOCK, HEARTBEAT -> Machines.render(plan, shape);
          case LASER, COIN, CLICK, RISER, IMPACT -> Effects.render(plan, shape);
        };
    Stage.tilt(x, plan);
    Channel.fade(x, 0.0005, 0.02);
    return Channel.level(x, 1);
  }
}
