package dev.aulos.train;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Op;
import dev.aulos.graph.Substitution;
import dev.aulos.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Networks laid into one computation, with those of their parameters as inputs that training is to
/// move. The others stay parameters.
public final class Trainable {
  private final Predicate<String> isTrained;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();

  /// Trains the parameters whose paths are accepted.
  public Trainable(Predicate<String> isTrained) {
    this.isTrained = isTrained;
  }

  /// The computation of a network on these inputs.
  public Substitution network(Graph graph, Map<String, Tensor> given) {
    return Substitution.of(graph, given, this::parameter);
  }

  /// What stands for a parameter: the same input wherever a path occurs.
  public Tensor parameter(Tensor parameter) {
    var path = ((Op.Parameter) parameter.op()).path();
    return isTrained.test(path)
        ? inputs.computeIfAbsent(path, p -> Tensor.input(name(p), parameter.shape()))
        : parameter;
  }

  /// The trained parameters seen so far, by path.
  public Map<String, Tensor> inputs() {
    return inputs;
  }

  /// The input that a parameter is given as.
  static String name(String path) {
    return "parameter " + path;
  }
}
