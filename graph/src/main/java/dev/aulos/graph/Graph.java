package dev.aulos.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network as a value: named inputs, named outputs, and everything between, in an order in which
/// it can be computed.
public final class Graph {
  private final String name;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs;
  private final Map<String, Shape> parameters = new LinkedHashMap<>();
  private final List<Tensor> nodes = new ArrayList<>();

  private Graph(String name, Map<String, Tensor> outputs) {
    this.name = name;
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /// The graph that computes `outputs`; its inputs and parameters are those they need.
  ///
  /// @throws IllegalArgumentException if two inputs share a name, or one parameter has two shapes
  public static Graph of(String name, Map<String, Tensor> outputs) {
    var graph = new Graph(name, outputs);
    var done = Collections.newSetFromMap(new IdentityHashMap<Tensor, Boolean>());
    outputs.values().forEach(output -> graph.visit(output, done));
    return graph;
  }

  /// Depth first without recursion, for networks are deeper than stacks.
  private void visit(Tensor output, Set<Tensor> done) {
    record Frame(Tensor tensor, int next) {}
    var stack = new ArrayDeque<Frame>();
    stack.push(new Frame(output, 0));
    while (!stack.isEmpty()) {
      var frame = stack.pop();
      if (done.contains(frame.tensor)) {
        continue;
      }
      if (frame.next < frame.tensor.inputs().size()) {
        stack.push(new Frame(frame.tensor, frame.next + 1));
        stack.push(new Frame(frame.tensor.inputs().get(frame.next), 0));
        continue;
      }
      done.add(frame.tensor);
      nodes.add(frame.tensor);
      declare(frame.tensor);
    }
  }

  private void declare(Tensor tensor) {
    if (tensor.op() instanceof Op.Input input && inputs.put(input.name(), tensor) != null) {
      throw new IllegalArgumentException(name + ": two inputs are called '" + input.name() + "'");
    }
    if (tensor.op() instanceof Op.Parameter parameter) {
      var other = parameters.put(parameter.path(), tensor.shape());
      if (other != null && !other.equals(tensor.shape())) {
        throw new IllegalArgumentException(
            name + ": '" + parameter.path() + "' is both " + other + " and " + tensor.shape());
      }
    }
  }

  /// What the graph is called in messages and profiles.
  public String name() {
    return name;
  }

  /// The values to give, by name.
  public Map<String, Tensor> inputs() {
    return Collections.unmodifiableMap(inputs);
  }

  /// The values computed, by name.
  public Map<String, Tensor> outputs() {
    return outputs;
  }

  /// The value computed under this name.
  ///
  /// @throws IllegalArgumentException if there is none
  public Tensor output(String output) {
    var tensor = outputs.get(output);
    if (tensor == null) {
      throw new IllegalArgumentException(
          name + " has no output '" + output + "', it has " + outputs.keySet());
    }
    return tensor;
  }

  /// The stored parameters needed, by path.
  public Map<String, Shape> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /// Every value, each after its operands.
  public List<Tensor> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /// The lengths that `given` inputs imply: each symbolic extent of an input is solved for its
  /// symbol.
  ///
  /// @throws IllegalArgumentException if an input is missing, unknown, of another type or shape
  public Map<String, Long> lengths(Map<String, NdArray> given) {
    return InputCheck.lengths(this, given);
  }

  @Override
  public String toString() {
    return name + ": " + nodes.size() + " nodes, " + parameters.size() + " parameters";
  }
}
