package dev.aulos.engine.sampling;

import dev.aulos.engine.noise.NoiseSource;

/// What every solver of a run works on: the state, the levels, the network, the noise.
final class Trajectory {
  final Denoiser model;
  final Schedule schedule;
  final NoiseSource noise;
  final float[] x;
  final float[] denoised;
  private final float[] times;

  Trajectory(Denoiser model, Schedule schedule, float[] x, int items, NoiseSource noise) {
    if (items < 1 || x.length == 0 || x.length % items != 0) {
      throw new IllegalArgumentException(
          String.format("a state of %d values does not hold %d items", x.length, items));
    }
    if (!schedule.fits(items)) {
      throw new IllegalArgumentException(
          String.format("the schedule is for another number of items than %d", items));
    }
    for (int item = 0; item < items; item++) {
      for (int step = 0; step < schedule.steps(); step++) {
        if (schedule.level(item, step) == 0) {
          throw new IllegalArgumentException(
              String.format("level %d is 0, but only the last level may be", step));
        }
      }
    }
    this.model = model;
    this.schedule = schedule;
    this.noise = noise;
    this.x = x;
    this.denoised = new float[x.length];
    this.times = new float[items];
  }

  int size() {
    return x.length;
  }

  int items() {
    return times.length;
  }

  float[] scratch() {
    return new float[x.length];
  }

  /// Predicts from `state`, all items being at the time `time`.
  void predict(float[] state, float time, float[] out) {
    predict(state, item -> time, out);
  }

  /// Predicts from `state`, each item at its level before step `step`.
  void predict(float[] state, int step, float[] out) {
    predict(state, item -> schedule.level(item, step), out);
  }

  /// Predicts from `state`, each item at a time of its own.
  void predict(float[] state, ItemTime time, float[] out) {
    model.predict(state, timesOf(time), out);
  }

  /// Predicts from the state with and without guidance, each item at its level before `step`.
  void predictBoth(int step, float[] guided, float[] unguided) {
    model.predictBoth(x, timesOf(item -> schedule.level(item, step)), guided, unguided);
  }

  /// Runs `body` for the values of each item and its levels before and after step `step`.
  void eachItem(int step, Span body) {
    int size = x.length / times.length;
    for (int item = 0; item < times.length; item++) {
      body.apply(
          schedule.level(item, step),
          schedule.level(item, step + 1),
          item * size,
          (item + 1) * size);
    }
  }

  private float[] timesOf(ItemTime time) {
    for (int item = 0; item < times.length; item++) {
      times[item] = time.of(item);
    }
    return times;
  }

  /// A time for each item.
  @FunctionalInterface
  interface ItemTime {
    float of(int item);
  }

  /// Work on the values [from, to), which go from one level to the next.
  @FunctionalInterface
  interface Span {
    void apply(float level, float next, int from, int to);
  }
}
