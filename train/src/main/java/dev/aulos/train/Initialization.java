package dev.aulos.train;

import dev.aulos.graph.DType;
import dev.aulos.graph.NdArray;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/// What parameters are before training, by their paths. The first rule whose pattern is found in a
/// path holds; what no rule names is drawn evenly from ±1/√(inputs), as PyTorch draws the weights
/// and biases of linear layers.
public final class Initialization {
  private final List<Rule> rules;

  private Initialization(List<Rule> rules) {
    this.rules = rules;
  }

  /// How the parameters are drawn whose paths a pattern is found in.
  private record Rule(Pattern pattern, Draw draw) {
    static Rule of(String pattern, Draw draw) {
      return new Rule(Pattern.compile(pattern), draw);
    }
  }

  private interface Draw {
    float at(int i, long[] shape, Random random);

    static Draw constant(float value) {
      return (i, shape, random) -> value;
    }

    static Draw normal(double deviation) {
      return (i, shape, random) -> (float) (deviation * random.nextGaussian());
    }
  }

  /// The networks of the Stable Audio 3 line: every block starts as the identity.
  public static Initialization stableAudio3() {
    return new Initialization(
        List.of(
            Rule.of("(^|\\.)inv_freq$", Initialization::inverseFrequency),
            Rule.of("padding_embedding$|memory_tokens$|new_tokens$", Draw.normal(0.02)),
            Rule.of("embed_tokens\\.weight$", Draw.normal(0.05)),
            Rule.of("bottleneck\\.scaling_factor$|running_std$", Draw.constant(1)),
            Rule.of("bottleneck\\.bias$", Draw.constant(0)),
            Rule.of("(layernorm|encoder\\.norm|^norm)\\.weight$", Draw.constant(0)),
            Rule.of("\\.gamma$", Draw.constant(1)),
            Rule.of("\\.beta$", Draw.constant(0)),
            Rule.of("\\.alpha$", Draw.constant(0.5f)),
            Rule.of("to_scale_shift_gate$", Draw.constant(0)),
            Rule.of("(preprocess|postprocess)_conv\\.weight$", Draw.constant(0)),
            Rule.of("(to_out|ff\\.ff\\.2|to_local_embed\\.2)\\.weight$", Draw.constant(0)),
            Rule.of(
                "(ff\\.ff\\.2|to_local_embed\\.2|ff\\.ff\\.0\\.proj)\\.bias$", Draw.constant(0))));
  }

  /// Oobleck autoencoders: periods of one, and no bias.
  public static Initialization oobleck() {
    return new Initialization(
        List.of(
            Rule.of("\\.(alpha|beta)$", Draw.constant(0)), // on a log scale
            Rule.of("\\.bias$", Draw.constant(0))));
  }

  /// What a CLAP has beside the blocks it takes over: likeness counts 1/0.07 times at first.
  public static Initialization clap() {
    var scale = (float) Math.log(1 / 0.07);
    return new Initialization(List.of(Rule.of("log_scale$", Draw.constant(scale))));
  }

  /// `10000^(−i/n)`, the rotary frequencies.
  private static float inverseFrequency(int i, long[] shape, Random random) {
    return (float) Math.pow(10_000, -(double) i / shape[0]);
  }

  /// The parameter at `path`; it depends on path, shape and seed alone.
  NdArray draw(String path, long[] shape, long seed) {
    var draw =
        rules.stream()
            .filter(rule -> rule.pattern.matcher(path).find())
            .findFirst()
            .map(Rule::draw)
            .orElse(Initialization::linear);
    var array = NdArray.zeros(DType.F32, shape);
    var random = new Random(seed * 0x9E3779B97F4A7C15L + path.hashCode());
    var values = array.floats();
    for (int i = 0; i < array.size(); i++) {
      values.put(i, draw.at(i, shape, random));
    }
    return array;
  }

  private static float linear(int i, long[] shape, Random random) {
    double inputs = 1;
    for (int axis = shape.length == 1 ? 0 : 1; axis < shape.length; axis++) {
      inputs *= shape[axis];
    }
    return (float) ((2 * random.nextDouble() - 1) / Math.sqrt(inputs));
  }
}
