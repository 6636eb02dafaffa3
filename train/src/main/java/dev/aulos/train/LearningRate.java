package dev.aulos.train;

/// The learning rate of every step: a linear warm-up, then a decline.
///
/// @param peak the rate after the warm-up
/// @param warmUp steps until then
/// @param decline how it goes on
public record LearningRate(double peak, long warmUp, Decline decline) {
  /// How a rate falls, as a factor of the peak.
  public sealed interface Decline {
    /// The factor `step` steps after the warm-up.
    double factor(long step);

    /// Not at all.
    record Constant() implements Decline {
      @Override
      public double factor(long step) {
        return 1;
      }
    }

    /// `(1 + step/scale)^−power`, the inverse decay of stable-audio-tools.
    record Inverse(double scale, double power) implements Decline {
      @Override
      public double factor(long step) {
        return Math.pow(1 + (double) step / scale, -power);
      }
    }

    /// Half a cosine from 1 to `least` over `steps`.
    record Cosine(long steps, double least) implements Decline {
      @Override
      public double factor(long step) {
        double part = Math.min(1, (double) step / steps);
        return least + (1 - least) * (1 + Math.cos(Math.PI * part)) / 2;
      }
    }
  }

  /// Checks the numbers.
  public LearningRate {
    if (!(peak > 0) || warmUp < 0) {
      throw new IllegalArgumentException(
          "learning rate " + peak + " after " + warmUp + " steps, expected above 0 and at least 0");
    }
  }

  /// The rate of a step, which counts from 1.
  public double at(long step) {
    return step <= warmUp ? peak * ((double) step / warmUp) : peak * decline.factor(step - warmUp);
  }
}
