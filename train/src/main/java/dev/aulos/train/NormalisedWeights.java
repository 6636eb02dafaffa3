package dev.aulos.train;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Op;
import dev.aulos.graph.Scope;
import dev.aulos.graph.Substitution;
import dev.aulos.graph.Tensor;
import dev.aulos.models.nn.WeightNorm;
import dev.aulos.weights.WeightViews;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.function.Predicate;

/// The weights of a network that move as magnitudes `x.weight_g` and directions `x.weight_v`, as
/// their published trainers move them, where networks ask for the `x.weight` that both make.
///
/// @param isNormalised whether the weight of a path is one of them
record NormalisedWeights(Predicate<String> isNormalised) {
  /// A network that asks for magnitudes and directions.
  Graph in(Graph network) {
    var laid = Substitution.of(network, network.inputs(), this::weight);
    var outputs = new LinkedHashMap<String, Tensor>();
    network.outputs().keySet().forEach(name -> outputs.put(name, laid.output(name)));
    return Graph.of(network.name(), outputs);
  }

  /// The same of a network that tells the values between its layers.
  LayeredGraph in(LayeredGraph network) {
    return new LayeredGraph(in(network.graph()), network.layers());
  }

  /// The values of a network's weights as magnitudes and directions: of each weight its length and
  /// itself.
  Parameters of(Parameters weights) {
    var values = WeightViews.inWeightNorm(weights, isNormalised);
    return Parameters.copy(values, values.paths());
  }

  private Tensor weight(Tensor parameter) {
    var path = ((Op.Parameter) parameter.op()).path();
    if (!isNormalised.test(path)) {
      return parameter;
    }
    var ones = new long[parameter.shape().rank()];
    Arrays.fill(ones, 1);
    ones[0] = parameter.dim(0).fixed();
    var magnitude = Scope.root().param(path + "_g", ones);
    var direction = Scope.root().param(path + "_v", parameter.shape().fixed());
    return new WeightNorm(magnitude, direction).weight();
  }
}
