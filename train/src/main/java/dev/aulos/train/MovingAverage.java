package dev.aulos.train;

/// The exponential moving average of parameters: what is used once training is over.
///
/// @param average holds it
/// @param decay how much of it is kept from step to step, once there have been many; early on less,
///   so that the first values are soon forgotten
public record MovingAverage(Parameters average, double decay) {
  /// An average of one value.
  public static MovingAverage of(Parameters parameters, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay is " + decay + ", expected 0 ≤ decay < 1");
    }
    return new MovingAverage(parameters.copy(), decay);
  }

  /// Takes the values after a step into account; values that are left out keep their average.
  ///
  /// @param step counts from 1
  public void add(Parameters parameters, long step) {
    float kept = (float) Math.min(decay, (1 + (double) step) / (10 + (double) step));
    parameters.paths().parallelStream()
        .forEach(path -> {
          var old = average.get(path).toFloats();
          var now = parameters.get(path).toFloats();
          for (int i = 0; i < old.length; i++) {
            old[i] = old[i] * kept + now[i] * (1 - kept);
          }
          average.get(path).floats().put(old);
        });
  }
}
