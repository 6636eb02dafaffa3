package dev.aulos.testkit;

import dev.aulos.graph.NdArray;
import org.assertj.core.api.Assertions;

/// Comparison of computed values with reference values.
public final class Close {
  private Close() {}

  /// The largest absolute difference; infinite where one side is NaN.
  public static double maxAbs(NdArray got, NdArray expected) {
    Assertions.assertThat(got.shape()).as("shape").isEqualTo(expected.shape());
    var a = got.toF32().floats();
    var b = expected.toF32().floats();
    double worst = 0;
    for (int i = 0; i < a.capacity(); i++) {
      double difference = Math.abs((double) a.get(i) - b.get(i));
      worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
    }
    return worst;
  }

  /// The largest difference in parts of `1 + |expected|`; equal infinities do not differ, and a NaN
  /// differs infinitely.
  public static double worst(NdArray got, NdArray expected) {
    Assertions.assertThat(got.shape()).as("shape").isEqualTo(expected.shape());
    var a = got.toF32().floats();
    var b = expected.toF32().floats();
    double worst = 0;
    for (int i = 0; i < a.capacity(); i++) {
      double difference = a.get(i) == b.get(i) ? 0 : Math.abs((double) a.get(i) - b.get(i));
      double parts = difference / (1 + Math.abs((double) b.get(i)));
      worst = Double.isNaN(parts) ? Double.POSITIVE_INFINITY : Math.max(worst, parts);
    }
    return worst;
  }

  /// Fails unless every value is within `tolerance` of its reference.
  public static void assertClose(String what, NdArray got, NdArray expected, double tolerance) {
    Assertions.assertThat(maxAbs(got, expected))
        .as("%s: largest difference", what)
        .isLessThanOrEqualTo(tolerance);
  }
}
