package dev.aulos.train;

import dev.aulos.graph.Graph;
import dev.aulos.graph.Op;
import dev.aulos.graph.Substitution;
import dev.aulos.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Networks laid into one computation, with those of their parameters as inputs that training is to
/// move. The others stay parameters.
public final class Trainable {
  private final Predicate<String> isGiven;
  private final Predicate<String> isTrained;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final List<Tensor> boundaries = new ArrayList<>();

  /// Trains the parameters whose paths are accepted.
  public Trainable(Predicate<String> isTrained) {
    this(isTrained, isTrained);
  }

  /// Trains some of the parameters that change while training goes on; the others rest for now, as
  /// a generator does while its discriminator learns.
  ///
  /// @param isGiven whether the parameter of a path may change from step to step
  /// @param isTrained whether, if so, its gradient is wanted
  public Trainable(Predicate<String> isGiven, Predicate<String> isTrained) {
    this.isGiven = isGiven;
    this.isTrained = isTrained;
  }

  /// The computation of a network on these inputs.
  public Substitution network(Graph graph, Map<String, Tensor> given) {
    return Substitution.of(graph, given, this::parameter);
  }

  /// The same of a network that tells the values between its layers.
  public Substitution network(LayeredGraph network, Map<String, Tensor> given) {
    var laid = network(network.graph(), given);
    network.layers().forEach(layer -> boundaries.add(laid.output(layer)));
    return laid;
  }

  /// The values between the layers of all networks laid so far.
  public List<Tensor> boundaries() {
    return boundaries;
  }

  /// What stands for a parameter: the same input wherever a path occurs.
  public Tensor parameter(Tensor parameter) {
    var path = ((Op.Parameter) parameter.op()).path();
    return isGiven.test(path)
        ? inputs.computeIfAbsent(path, p -> Tensor.input(name(p), parameter.shape()))
        : parameter;
  }

  /// The parameters seen so far that are inputs, by path.
  public Map<String, Tensor> inputs() {
    return inputs;
  }

  /// Those of them whose gradients are wanted.
  public Map<String, Tensor> trained() {
    var trained = new LinkedHashMap<>(inputs);
    trained.keySet().removeIf(isTrained.negate());
    return trained;
  }

  /// The input that a parameter is given as.
  static String name(String path) {
    return "parameter " + path;
  }
}
