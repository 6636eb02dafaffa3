package dev.aulos.recipe.sound;

import java.util.Optional;

/// What the mixing desk does: tone control, position, level.
final class Stage {
  private static final double SIDE = 0.16;

  private Stage() {}

  /// Darkens or brightens, each by far more than sounds of a kind differ otherwise.
  static void tilt(float[] x, Plan plan) {
    if (plan.isDark()) {
      Channel.lowPass(x, darkCutoff(plan.kind()), 0.6);
    } else if (plan.isBright()) {
      Channel.lift(x, brightCorner(plan.kind()), 4);
    }
  }

  private static double darkCutoff(Kind kind) {
    return switch (kind) {
      case HIHAT -> 4000;
      case RAIN, FIRE -> 1200;
      case SNARE, CLAP -> 1100;
      case DRUM_LOOP -> 900;
      case IMPACT, ENGINE, OCEAN -> 350;
      case WIND -> 300;
      case CHORD, PAD, ARPEGGIO, MELODY -> 550;
      default -> 800;
    };
  }

  private static double brightCorner(Kind kind) {
    return switch (kind) {
      case HIHAT, FIRE, RAIN -> 7000;
      case BELL -> 2500;
      case PLUCK -> 1500;
      case SNARE, CLAP, DRUM_LOOP -> 4500;
      case ENGINE, PAD, CHORD -> 900;
      case WIND, IMPACT -> 500;
      default -> 2000;
    };
  }

  /// Pans; a sound on one side is 16 dB below on the other.
  static void place(float[][] x, Place place) {
    switch (place) {
      case LEFT -> Channel.scale(x[1], SIDE);
      case RIGHT -> Channel.scale(x[0], SIDE);
      case CENTRE, WIDE -> {}
      case LEFT_TO_RIGHT -> sweep(x[0], x[1]);
      case RIGHT_TO_LEFT -> sweep(x[1], x[0]);
    }
  }

  /// Moves with the energy, so that a short sound in a long item moves too.
  private static void sweep(float[] from, float[] to) {
    double total = 0;
    for (float value : from) {
      total += value * value;
    }
    double low = SIDE;
    double heard = 0;
    for (int i = 0; i < from.length; i++) {
      heard += from[i] * from[i];
      double part = 0.5 * heard / total + 0.5 * Math.min(1, travelled(i, from.length));
      double away = Math.max(0, Math.min(1, part));
      double gone = away * away * (3 - 2 * away);
      from[i] *= (float) Math.sqrt(1 - (1 - low * low) * gone);
      to[i] *= (float) Math.sqrt(low * low + (1 - low * low) * gone);
    }
  }

  private static double travelled(int i, int length) {
    return (double) i / length;
  }

  /// Sets the peak: about -3.5 dB, -17 dB for quiet sounds, and limited up to -0.5 dB for loud
  /// ones.
  static void loudness(float[][] x, Optional<Loudness> loudness, double usual) {
    double gain = 1 / Math.max(1e-9, Math.max(Channel.peak(x[0]), Channel.peak(x[1])));
    for (var channel : x) {
      if (loudness.isEmpty()) {
        Channel.scale(channel, usual * gain);
      } else if (loudness.get() == Loudness.QUIET) {
        Channel.scale(channel, 0.14 * gain);
      } else {
        for (int i = 0; i < channel.length; i++) {
          channel[i] = (float) (0.94 * Channel.soft(2.4 * gain * channel[i]));
        }
      }
    }
  }
}
