package dev.aulos.audio;

import java.util.Arrays;

/// Puts samples between samples of a sound that has nothing in the upper half of its spectrum:
/// those of a sine below are right to 100 dB.
final class Upsampling {
  private static final int HALF_WIDTH = 8; // samples either way
  private static final double BETA = 11.7; // of the Kaiser window

  private final int factor;
  private final float[][] rows; // by place between two samples

  /// @param factor how many samples become of one; of 1 nothing is made
  Upsampling(int factor) {
    this.factor = factor;
    rows = new float[factor][2 * HALF_WIDTH];
    for (int place = 0; place < factor; place++) {
      double sum = 0;
      var row = new double[2 * HALF_WIDTH];
      for (int i = 0; i < row.length; i++) {
        double distance = Math.abs(i + 1 - HALF_WIDTH - (double) place / factor);
        row[i] = SincKernel.sinc(distance) * KaiserKernel.window(distance / HALF_WIDTH, BETA);
        sum += row[i];
      }
      for (int i = 0; i < row.length; i++) {
        rows[place][i] = (float) (row[i] / sum);
      }
    }
  }

  /// Samples before the first that are needed.
  int before() {
    return factor == 1 ? 0 : HALF_WIDTH - 1;
  }

  /// Samples after the last that are needed.
  int after() {
    return factor == 1 ? 0 : HALF_WIDTH;
  }

  /// What becomes of so many samples, of which the first is `x[before()]`.
  float[] of(float[] x, int samples) {
    if (factor == 1) {
      return Arrays.copyOf(x, samples);
    }
    var between = new float[factor][samples];
    for (int i = 0; i < 2 * HALF_WIDTH; i++) {
      var moved = Arrays.copyOfRange(x, i, i + samples); // loops are fast at one index of both
      for (int place = 0; place < factor; place++) {
        add(rows[place][i], moved, between[place]);
      }
    }
    var result = new float[samples * factor];
    for (int place = 0; place < factor; place++) {
      for (int t = 0; t < samples; t++) {
        result[t * factor + place] = between[place][t];
      }
    }
    return result;
  }

  private static void add(float tap, float[] x, float[] sum) {
    for (int t = 0; t < sum.length; t++) {
      sum[t] += tap * x[t];
    }
  }
}
