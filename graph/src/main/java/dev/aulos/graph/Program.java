package dev.aulos.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A graph in primitive ops only, as steps in an order in which they can be run. Step `i` makes
/// value `i`.
final class Program {
  /// One op: the values it takes, and those of them nobody takes after it.
  record Step(Tensor tensor, List<Integer> operands, List<Integer> dead) {}

  private final Map<Tensor, Tensor> expansions = new HashMap<>();
  private final Map<Tensor, Integer> places = new HashMap<>();
  private final List<Tensor> order = new ArrayList<>();

  private Program() {}

  static Program of(Graph graph) {
    var program = new Program();
    graph.nodes().forEach(program::expand);
    return program;
  }

  /// The same value in primitive ops. Operands were expanded before, so this recurs only into what
  /// an expansion adds.
  private Tensor expand(Tensor tensor) {
    var known = expansions.get(tensor);
    if (known != null) {
      return known;
    }
    var operands = new ArrayList<Tensor>(tensor.inputs().size());
    tensor.inputs().forEach(input -> operands.add(expand(input)));
    var expanded =
        switch (tensor.op()) {
          case Op.Fused fused -> expand(fused.expand(operands));
          case Op.Primitive primitive -> primitive(tensor, operands);
        };
    expansions.put(tensor, expanded);
    expansions.put(expanded, expanded);
    return expanded;
  }

  private Tensor primitive(Tensor tensor, List<Tensor> operands) {
    var same = tensor.inputs().equals(operands) ? tensor : Tensor.of(tensor.op(), operands);
    Types.check(same);
    places.put(same, order.size());
    order.add(same);
    return same;
  }

  /// The place of the value of a tensor of the graph.
  int place(Tensor tensor) {
    var expanded = expansions.get(tensor);
    var place = expanded == null ? null : places.get(expanded);
    if (place == null) {
      throw new IllegalStateException("not in this program: " + tensor);
    }
    return place;
  }

  /// The steps, where the values of `kept` outlive the last of them.
  List<Step> steps(Collection<Tensor> kept) {
    var last = new int[order.size()];
    for (int i = 0; i < last.length; i++) {
      last[i] = i;
      for (var operand : order.get(i).inputs()) {
        last[place(operand)] = i;
      }
    }
    kept.forEach(tensor -> last[place(tensor)] = Integer.MAX_VALUE);
    var steps = new ArrayList<Step>(order.size());
    for (int i = 0; i < last.length; i++) {
      steps.add(step(i, last));
    }
    return steps;
  }

  private Step step(int i, int[] last) {
    var tensor = order.get(i);
    var operands = new ArrayList<Integer>(tensor.inputs().size());
    tensor.inputs().forEach(operand -> operands.add(place(operand)));
    var dead = new ArrayList<Integer>();
    for (int operand : operands) {
      if (last[operand] == i) {
        dead.add(operand);
      }
    }
    return new Step(tensor, operands, dead);
  }
}
