package dev.aulos.train;

/// Parameters a little way off, for differences.
public final class Stepped {
  private Stepped() {}

  /// `from + size · along`.
  public static Parameters along(Parameters from, Parameters along, double size) {
    var result = from.copy();
    for (var path : result.paths()) {
      var values = result.get(path).floats();
      var slope = along.get(path).floats();
      for (int i = 0; i < result.get(path).size(); i++) {
        values.put(i, (float) (values.get(i) + size * slope.get(i)));
      }
    }
    return result;
  }

  /// The sum of the squares of all numbers.
  public static double squares(Parameters of) {
    double sum = 0;
    for (var array : of.values().values()) {
      for (float x : array.toFloats()) {
        sum += (double) x * x;
      }
    }
    return sum;
  }
}
