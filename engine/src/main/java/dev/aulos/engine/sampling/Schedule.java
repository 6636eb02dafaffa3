package dev.aulos.engine.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The noise level at each step: level i before step i, and one more after the last.
///
/// All items of a batch share one row of levels, or each has its own. The levels are F32, rounded
/// where the reference rounds, since a sampler's noise and the network's time features react to
/// their last bit.
public final class Schedule {
  private static final float FIRST_LOG_SNR = -6;
  private static final float LAST_LOG_SNR = 2;

  private final float[][] rows;

  private Schedule(float[][] rows) {
    this.rows = rows;
  }

  /// The levels given, for all items.
  public static Schedule of(float... levels) {
    if (levels.length < 2) {
      throw new IllegalArgumentException(
          "a schedule needs at least 2 levels, got " + levels.length);
    }
    for (int i = 0; i < levels.length; i++) {
      if (!(levels[i] >= 0) || Float.isInfinite(levels[i])) {
        throw new IllegalArgumentException(
            String.format("level %d of a schedule is %s, expected 0 or more", i, levels[i]));
      }
    }
    return new Schedule(new float[][] {levels.clone()});
  }

  /// A schedule for each item, all of the same number of steps.
  public static Schedule ofItems(List<Schedule> items) {
    var rows = new float[items.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = items.get(i).shared();
      if (rows[i].length != rows[0].length) {
        throw new IllegalArgumentException(
            String.format(
                "item %d has %d steps, but item 0 has %d",
                i, rows[i].length - 1, rows[0].length - 1));
      }
    }
    if (rows.length == 0) {
      throw new IllegalArgumentException("a schedule for each item needs at least one item");
    }
    return new Schedule(rows);
  }

  /// Levels of a rectified flow, evenly spaced in the logarithm of the signal-to-noise ratio from
  /// that of `max` to 2. The ends are exactly `max` and 0.
  public static Schedule flow(int steps, double max) {
    checkSteps(steps);
    checkUnit(max);
    double first = max >= 1 ? FIRST_LOG_SNR : Math.log((1 - max) / max + 1e-6);
    var levels = Grid.of((float) first, LAST_LOG_SNR, steps + 1);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 1 / (1 + (float) Math.exp(levels[i]));
    }
    levels[0] = (float) max;
    levels[steps] = 0;
    return of(levels);
  }

  /// Levels evenly spaced from `max` to 0.
  public static Schedule linear(int steps, double max) {
    checkSteps(steps);
    checkUnit(max);
    return of(Grid.of((float) max, 0, steps + 1));
  }

  /// Levels of Stable Audio 3: evenly spaced from `max` to 0, then warped for latents of so many
  /// frames, one schedule for each length given or one for all if they agree. The first level is
  /// `max` whatever the warp says, and may be below the second.
  public static Schedule warped(int steps, double max, Warp warp, List<Integer> frames) {
    var items = new ArrayList<Schedule>();
    for (int length : frames) {
      if (length < 1) {
        throw new IllegalArgumentException(
            "a latent of " + length + " frames, expected at least 1");
      }
      items.add(warped(steps, max, warp, length));
    }
    var all = ofItems(items);
    for (var row : all.rows) {
      if (!Arrays.equals(row, all.rows[0])) {
        return all;
      }
    }
    return items.get(0);
  }

  private static Schedule warped(int steps, double max, Warp warp, int frames) {
    var levels = linear(steps, max).levels();
    for (int i = 1; i <= steps; i++) {
      levels[i] = warp.apply(levels[i], frames);
    }
    return of(levels);
  }

  /// Standard deviations from `max` to `min`, evenly spaced in their logarithm if `rho` is 1 and
  /// denser towards `min` if it is larger, and then 0.
  public static Schedule polyexponential(int steps, double min, double max, double rho) {
    checkSteps(steps);
    checkSigmas(min, max, rho);
    float range = (float) (Math.log(max) - Math.log(min));
    float low = (float) Math.log(min);
    var ramp = Grid.of(1, 0, steps);
    var levels = new float[steps + 1];
    for (int i = 0; i < steps; i++) {
      float warped = rho == 1 ? ramp[i] : (float) Math.pow(ramp[i], rho);
      levels[i] = (float) Math.exp(warped * range + low);
    }
    return of(levels);
  }

  /// Standard deviations from `max` to `min`, both included, evenly spaced in their logarithm.
  public static Schedule logarithmic(int steps, double min, double max) {
    checkSteps(steps);
    checkSigmas(min, max, 1);
    var levels = Grid.of((float) Math.log(max), (float) Math.log(min), steps + 1);
    for (int i = 0; i <= steps; i++) {
      levels[i] = (float) Math.exp(levels[i]);
    }
    levels[0] = (float) max;
    levels[steps] = (float) min;
    return of(levels);
  }

  /// These levels, warped for latents of `frames` frames.
  public Schedule shifted(Warp shift, int frames) {
    var shifted = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      shifted[i] = rows[i].clone();
      for (int k = 0; k < shifted[i].length; k++) {
        shifted[i][k] = shift.apply(shifted[i][k], frames);
      }
    }
    return new Schedule(shifted);
  }

  /// How many steps the schedule has.
  public int steps() {
    return rows[0].length - 1;
  }

  /// The level of an item before step `step`.
  public float level(int item, int step) {
    return rows[rows.length == 1 ? 0 : item][step];
  }

  /// The level of the first item before step `step`.
  public float level(int step) {
    return rows[0][step];
  }

  /// A copy of the levels that all items share.
  public float[] levels() {
    return shared().clone();
  }

  /// Whether a batch of `items` can follow the schedule.
  boolean fits(int items) {
    return rows.length == 1 || rows.length == items;
  }

  /// Fails if items have levels of their own.
  void checkShared() {
    shared();
  }

  /// The largest level that all items share.
  float high() {
    float high = 0;
    for (float level : shared()) {
      high = Math.max(high, level);
    }
    return high;
  }

  /// The smallest level above zero that all items share.
  float low() {
    float low = high();
    for (float level : shared()) {
      low = level > 0 ? Math.min(low, level) : low;
    }
    return low;
  }

  /// The last level, for samplers that cannot reach 0.
  float endAboveZero() {
    float end = shared()[steps()];
    if (end == 0) {
      throw new IllegalArgumentException(
          "this sampler needs a schedule that ends above 0; Sampler.schedule makes one");
    }
    return end;
  }

  private float[] shared() {
    if (rows.length != 1) {
      throw new IllegalArgumentException(
          "expected one schedule for all items, got one for each of " + rows.length);
    }
    return rows[0];
  }

  private static void checkSteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a schedule needs at least 1 step, got " + steps);
    }
  }

  private static void checkSigmas(double min, double max, double rho) {
    if (!(min > 0) || !(max >= min) || !(rho > 0) || Double.isInfinite(max)) {
      throw new IllegalArgumentException(
          String.format(
              "expected 0 < sigma min <= sigma max and rho > 0, got %s, %s and %s", min, max, rho));
    }
  }

  private static void checkUnit(double max) {
    if (!(max > 0 && max <= 1)) {
      throw new IllegalArgumentException(
          "the first noise level must be above 0 and at most 1, got " + max);
    }
  }
}
