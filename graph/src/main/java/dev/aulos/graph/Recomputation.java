package dev.aulos.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which form of the forward pass's values the gradients are made of: the values themselves, or, of
/// stretches that end at a boundary, copies computed again.
///
/// A copy starts from a boundary's value plus a zero made of the gradient that comes in, so that no
/// backend can compute it before that gradient, or take the first computation for it.
final class Recomputation {
  private final Map<Tensor, Integer> stretches = new HashMap<>();
  private final Set<Tensor> boundaries;
  private final int last;
  private final Map<Integer, Map<Tensor, Tensor>> copies = new HashMap<>();
  private final Map<Integer, Tensor> gates = new HashMap<>();

  Recomputation(List<Tensor> nodes, Collection<Tensor> boundaries) {
    this.boundaries = new HashSet<>(boundaries);
    int stretch = 0;
    for (var node : nodes) {
      stretches.put(node, stretch);
      if (this.boundaries.contains(node)) {
        stretch++;
      }
    }
    last = stretch; // what follows the last boundary is fresh when its gradients are computed
  }

  /// Notes the gradient that comes into a stretch first.
  void enter(Tensor node, Tensor gradient) {
    gates.computeIfAbsent(stretch(node), s -> gate(gradient));
  }

  private int stretch(Tensor node) {
    var stretch = stretches.get(node);
    return stretch == null ? last : stretch;
  }

  /// A zero that waits for a gradient.
  static Tensor gate(Tensor gradient) {
    var corner = gradient;
    for (int axis = 0; axis < gradient.shape().rank(); axis++) {
      corner = corner.slice(axis, 0, 1);
    }
    var finite = corner.minimum(Tensor.constant(1)).maximum(Tensor.constant(-1));
    return finite.mul(0).reshape(new Shape(List.of()));
  }

  /// The value of an operand of `node`, for the gradients of `node`.
  Tensor of(Tensor operand, Tensor node) {
    int stretch = stretch(node);
    return stretch == last ? operand : copy(operand, stretch);
  }

  /// The value of `node` itself, for its gradients.
  Tensor again(Tensor node) {
    int stretch = stretch(node);
    return stretch == last || boundaries.contains(node) ? node : copy(node, stretch);
  }

  private Tensor copy(Tensor tensor, int stretch) {
    var known = copies.computeIfAbsent(stretch, s -> new HashMap<>());
    var copy = known.get(tensor);
    if (copy == null) {
      copy = make(tensor, stretch);
      known.put(tensor, copy);
    }
    return copy;
  }

  private Tensor make(Tensor tensor, int stretch) {
    if (boundaries.contains(tensor) && stretch(tensor) < stretch) {
      var gate = gates.get(stretch);
      return gate == null ? tensor : tensor.add(gate);
    }
    if (stretch(tensor) != stretch || tensor.inputs().isEmpty()) {
      return tensor;
    }
    var operands = new ArrayList<Tensor>(tensor.inputs().size());
    tensor.inputs().forEach(operand -> operands.add(copy(operand, stretch)));
    return operands.equals(tensor.inputs()) ? tensor : Tensor.of(tensor.op(), operands);
  }
}
