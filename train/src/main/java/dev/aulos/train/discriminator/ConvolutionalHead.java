package dev.aulos.train.discriminator;

import dev.aulos.graph.NdArray;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// ARC's convolutional head: scores from the hidden states of a transformer block.
///
/// Four convolutions that halve the length, each with group normalization and SiLU, then one to a
/// single channel without padding.
public final class ConvolutionalHead {
  private static final int LEVELS = 4;
  private static final int KERNEL = 4;
  private static final int MODULES_A_LEVEL = 3; // convolution, normalization, activation
  private static final int DEFAULT_GROUPS = 32;

  private record Level(Tensor weight, Tensor bias, GroupNorm norm) {
    Tensor apply(Tensor x) { // (b, d, n) → (b, d, n/2)
      return norm.apply(Tensor.of(new Op.Conv1d(2, 1, 1, 1), x, weight, bias)).silu();
    }
  }

  private final List<Level> levels = new ArrayList<>();
  private final Tensor weight;
  private final Tensor bias;

  private ConvolutionalHead(Scope w, int channels, int groups) {
    for (int i = 0; i < LEVELS; i++) {
      var conv = w.at("layers", i * MODULES_A_LEVEL);
      var norm = w.at("layers", i * MODULES_A_LEVEL + 1);
      levels.add(
          new Level(
              conv.param("weight", channels, channels, KERNEL),
              conv.param("bias", channels),
              GroupNorm.of(norm, channels, groups)));
    }
    var last = w.at("layers", LEVELS * MODULES_A_LEVEL);
    weight = last.param("weight", 1, channels, KERNEL);
    bias = last.param("bias", 1);
  }

  /// The head on so many channels, with the 32 groups of the published code.
  public static ConvolutionalHead of(Scope w, int channels) {
    return of(w, channels, DEFAULT_GROUPS);
  }

  /// The head with another number of groups, which must divide the channels.
  public static ConvolutionalHead of(Scope w, int channels, int groups) {
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          channels + " channels in " + groups + " groups, expected groups that divide them");
    }
    return new ConvolutionalHead(w, channels, groups);
  }

  /// Hidden states (b, channels, n) → scores (b, 1, n/16 − 3), the length halved four times and
  /// rounded down each time.
  ///
  /// @throws IllegalArgumentException if n is below 64
  public Tensor apply(Tensor hidden) {
    long n = hidden.dim(2).fixed();
    if (n < KERNEL << LEVELS) {
      throw new IllegalArgumentException(
          "hidden states " + hidden.shape() + ", expected at least 64 tokens for one score");
    }
    var x = hidden;
    for (var level : levels) {
      x = level.apply(x);
    }
    return Tensor.of(new Op.Conv1d(1, 0, 1, 1), x, weight, bias);
  }

  /// Fresh values of all parameters by path below the head's scope: uniform within `±1/√(fan in)`
  /// for convolutions, 1 and 0 for normalizations.
  public static Map<String, NdArray> initial(int channels, RandomGenerator random) {
    var values = new LinkedHashMap<String, NdArray>();
    for (int i = 0; i < LEVELS; i++) {
      var conv = "layers." + i * MODULES_A_LEVEL;
      var norm = "layers." + (i * MODULES_A_LEVEL + 1);
      Initial.convolution(conv, random, values, channels, channels, KERNEL);
      values.put(norm + ".weight", Initial.filled(1, channels));
      values.put(norm + ".bias", Initial.filled(0, channels));
    }
    var last = "layers." + LEVELS * MODULES_A_LEVEL;
    Initial.convolution(last, random, values, 1, channels, KERNEL);
    return values;
  }
}
