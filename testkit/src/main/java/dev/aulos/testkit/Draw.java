package dev.aulos.testkit;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/// A way to make an array of values out of a seed.
interface Draw {
  /// The array for this seed and shape.
  NdArray of(long seed, long... shape);

  /// Normal numbers.
  static Draw normal() {
    return scaled(1);
  }

  /// Normal numbers times `factor`.
  static Draw scaled(double factor) {
    return floats(random -> factor * random.nextGaussian());
  }

  /// Numbers from `from` to `to`, evenly distributed.
  static Draw between(double from, double to) {
    return floats(random -> from + (to - from) * random.nextDouble());
  }

  /// Whole numbers as F32, `from ≤ x < to`, so that equal pairs are common.
  static Draw whole(int from, int to) {
    return floats(random -> from + random.nextInt(to - from));
  }

  /// One number throughout.
  static Draw constant(double value) {
    return floats(random -> value);
  }

  private static Draw floats(ToDoubleFunction<Random> next) {
    return (seed, shape) -> {
      var random = new Random(seed);
      var array = NdArray.zeros(DType.F32, shape);
      var values = array.floats();
      while (values.hasRemaining()) {
        values.put((float) next.applyAsDouble(random));
      }
      return array;
    };
  }

  /// I64 ids below `bound`, in which the last and the first occur.
  static Draw ids(int bound) {
    return (seed, shape) -> {
      var random = new Random(seed);
      var array = NdArray.zeros(DType.I64, shape);
      var values = array.longs();
      for (int i = 0; values.hasRemaining(); i++) {
        values.put(i == 0 ? bound - 1 : i == 1 ? 0 : random.nextInt(bound));
      }
      return array;
    };
  }
}
