package dev.aulos.engine.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.aulos.graph.NdArray;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SingularVectorsTest {
  @Test
  void agreeWithTheWeightOnBothSides() {
    holdsFor(random(40, 70, 1), 5);
    holdsFor(random(70, 40, 2), 5);
    holdsFor(random(9, 9, 3), 9);
    holdsFor(random(1, 6, 4), 1);
    holdsFor(random(300, 260, 5), 12); // stops before it has all directions
  }

  /// `W·v = σ·u` and `Wᵀ·u = σ·v` with falling σ, lengths of 1, and the signs as promised.
  private static void holdsFor(WeightMatrix w, int count) {
    var vectors = SingularVectors.of(w, count);
    double last = Double.POSITIVE_INFINITY;
    for (int c = 0; c < count; c++) {
      var u = vectors.left().get(c);
      var v = vectors.right().get(c);
      double sigma = Math.sqrt(dot(w.times(v), w.times(v)));
      assertThat(sigma).isLessThanOrEqualTo(last * (1 + 1e-12));
      last = sigma;
      assertThat(w.times(v)).containsExactly(times(u, sigma), within(1e-9));
      assertThat(w.transposedTimes(u)).containsExactly(times(v, sigma), within(1e-9));
      assertThat(dot(u, u)).isCloseTo(1, within(1e-12));
      assertThat(extreme(u)).isPositive();
      for (int other = 0; other < c; other++) {
        assertThat(dot(v, vectors.right().get(other))).isCloseTo(0, within(1e-10));
      }
    }
  }

  @Test
  void leadWithTheLargest() {
    var w = matrix(3, 3, 0, 0, 2, -5, 0, 0, 0, 1, 0);
    var vectors = SingularVectors.of(w, 2);
    assertThat(vectors.u().toFloats())
        .containsExactly(new float[] {0, 1, 1, 0, 0, 0}, within(1e-6f));
    assertThat(vectors.v().toFloats())
        .containsExactly(new float[] {-1, 0, 0, 0, 0, 1}, within(1e-6f));
  }

  @Test
  void areFoundOfEqualSingularValues() {
    var values = new float[36];
    for (int i = 0; i < 6; i++) {
      values[7 * i] = 2;
    }
    holdsFor(matrix(6, 6, values), 4);
  }

  @Test
  void areZerosWhereTheWeightHasNoMore() {
    var vectors = SingularVectors.of(matrix(3, 2, 1, 2, 2, 4, 3, 6), 2);
    assertThat(vectors.left().get(1)).containsOnly(0);
    assertThat(extreme(vectors.left().get(0))).isCloseTo(3 / Math.sqrt(14), within(1e-12));
    assertThat(SingularVectors.of(matrix(2, 2, 0, 0, 0, 0), 1).left().get(0)).containsOnly(0);
  }

  @Test
  void areAtMostAsManyAsTheSmallerSide() {
    assertThatThrownBy(() -> SingularVectors.of(random(3, 5, 1), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 by 5 has no 4 singular vectors");
  }

  private static WeightMatrix random(int rows, int columns, long seed) {
    var random = new Random(seed);
    var values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return matrix(rows, columns, values);
  }

  private static WeightMatrix matrix(int rows, int columns, float... values) {
    return WeightMatrix.of(NdArray.of(values, rows, columns));
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double[] times(double[] x, double factor) {
    var y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = factor * x[i];
    }
    return y;
  }

  private static double extreme(double[] x) {
    double extreme = 0;
    for (double value : x) {
      extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
    }
    return extreme;
  }
}
