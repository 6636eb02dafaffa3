package dev.aulos.train.loss;

import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/// How often training looks at each time between 0, clean, and 1, noise alone.
public sealed interface TimestepSampler {
  /// The times of a batch.
  ///
  /// @param count how many
  /// @return values from 0 to 1
  float[] draw(int count, RandomGenerator random);

  /// Every time equally often. A batch is spread evenly: a base-2 radical inverse under a random
  /// digital shift, so that any 2ᵏ consecutive items fall into 2ᵏ equal parts.
  record Uniform() implements TimestepSampler {
    @Override
    public float[] draw(int count, RandomGenerator random) {
      int shift = random.nextInt();
      var times = new float[count];
      for (int i = 0; i < count; i++) {
        times[i] = ((Integer.reverse(i) ^ shift) >>> 8) * 0x1p-24f;
      }
      return times;
    }
  }

  /// The logistic function of a standard normal draw.
  record LogitNormal() implements TimestepSampler {
    @Override
    public float[] draw(int count, RandomGenerator random) {
      return fill(count, () -> logistic(random.nextGaussian()));
    }
  }

  /// `1 − (s − cut)/(1 − cut)`, with s the logistic function of a standard normal draw, drawn again
  /// until s exceeds `cut`: denser near noise than [LogitNormal].
  record TruncatedLogitNormal(double cut) implements TimestepSampler {
    /// Checks the cut.
    public TruncatedLogitNormal {
      if (!(cut > 0 && cut < 1)) {
        throw new IllegalArgumentException("cut is " + cut + ", expected between 0 and 1");
      }
    }

    /// The cut of the published models, 0.075.
    public TruncatedLogitNormal() {
      this(0.075);
    }

    @Override
    public float[] draw(int count, RandomGenerator random) {
      return fill(count, () -> 1 - (above(random) - cut) / (1 - cut));
    }

    private double above(RandomGenerator random) {
      double s = logistic(random.nextGaussian());
      while (s <= cut) {
        s = logistic(random.nextGaussian());
      }
      return s;
    }
  }

  /// A normal logarithm of the signal-to-noise ratio; times are kept within 10⁻⁴ of the ends.
  record LogSnr(double mean, double deviation) implements TimestepSampler {
    private static final double END = 1e-4;

    /// The mean −1.2 and the deviation 2 of the published models.
    public LogSnr() {
      this(-1.2, 2);
    }

    @Override
    public float[] draw(int count, RandomGenerator random) {
      return fill(count, () -> clamp(logistic(-(random.nextGaussian() * deviation + mean))));
    }

    private static double clamp(double t) {
      return Math.max(END, Math.min(1 - END, t));
    }
  }

  /// A logarithm of the signal-to-noise ratio between two bounds, all alike.
  record LogSnrUniform(double from, double to) implements TimestepSampler {
    /// Checks the bounds.
    public LogSnrUniform {
      if (!(from < to)) {
        throw new IllegalArgumentException("from " + from + " to " + to + ", expected to rise");
      }
    }

    /// The bounds −6 and 2 of ARC's generator.
    public LogSnrUniform() {
      this(-6, 2);
    }

    @Override
    public float[] draw(int count, RandomGenerator random) {
      return fill(count, () -> logistic(-(from + (to - from) * random.nextDouble())));
    }
  }

  /// Now and then one time, else as another sampler says.
  ///
  /// @param time such as 1, noise alone, or 0, no noise
  /// @param share how often, 0 to 1
  record Sometimes(TimestepSampler other, float time, double share) implements TimestepSampler {
    /// Checks the numbers.
    public Sometimes {
      if (!(time >= 0 && time <= 1) || !(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "time " + time + ", share " + share + ": expected 0 to 1 each");
      }
    }

    @Override
    public float[] draw(int count, RandomGenerator random) {
      var times = other.draw(count, random);
      for (int i = 0; i < count; i++) {
        times[i] = random.nextDouble() < share ? time : times[i];
      }
      return times;
    }
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static float[] fill(int count, DoubleSupplier draw) {
    var times = new float[count];
    for (int i = 0; i < count; i++) {
      times[i] = (float) draw.getAsDouble();
    }
    return times;
  }
}
