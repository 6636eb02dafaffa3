package dev.aulos.train.discriminator;

import dev.aulos.graph.NdArray;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Values that parameters start from.
final class Initial {
  private Initial() {}

  static NdArray filled(float value, int size) {
    var values = new float[size];
    Arrays.fill(values, value);
    return NdArray.of(values, size);
  }

  /// Adds weight (out, in, …) and bias of a convolution.
  static void convolution(
      String path, RandomGenerator random, Map<String, NdArray> into, long... shape) {
    into.put(path + ".weight", uniform(bound(shape), random, shape));
    into.put(path + ".bias", uniform(bound(shape), random, shape[0]));
  }

  /// Adds direction, length and bias of a weight-normalized convolution (out, in, kt, kf).
  static void normalised(
      String path, RandomGenerator random, Map<String, NdArray> into, long... shape) {
    var direction = uniform(bound(shape), random, shape);
    into.put(path + ".weight_v", direction);
    into.put(path + ".weight_g", lengths(direction));
    into.put(path + ".bias", uniform(bound(shape), random, shape[0]));
  }

  private static double bound(long[] shape) {
    return 1 / Math.sqrt((double) Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b));
  }

  private static NdArray uniform(double bound, RandomGenerator random, long... shape) {
    int size = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return NdArray.of(values, shape);
  }

  /// The norm of each output channel's weights, (out, 1, 1, 1).
  private static NdArray lengths(NdArray direction) {
    int out = (int) direction.dim(0);
    var values = direction.toFloats();
    var lengths = new float[out];
    for (int i = 0; i < out; i++) {
      double sum = 0;
      for (int j = i * (values.length / out); j < (i + 1) * (values.length / out); j++) {
        sum += (double) values[j] * values[j];
      }
      lengths[i] = (float) Math.sqrt(sum);
    }
    return NdArray.of(lengths, out, 1, 1, 1);
  }
}
